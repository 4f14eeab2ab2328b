"""Real runs for the report tests, kept per process: the land bank in memory, honest or with a planted defect, on one contract."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kanhe.contract.load import load
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.event import Closed, Event, Peer, RunFinished, RunStarted
from kanhe.model.exchange import Exchange, Message, Received
from kanhe.model.verdict import Cell, Finding, Promise, Verdict
from kanhe.model.words import Outcome
from kanhe.report.allure import Allure
from kanhe.report.console import Console
from kanhe.report.junit import Junit
from kanhe.report.mask import Mask
from kanhe.report.page import Page
from kanhe.report.summary import Summary
from kanhe.run.engine import Settings, verify
from kanhe.run.target import memory_lines

ROOT = Path(__file__).resolve().parents[2] / "contracts"
BANK = "保证金开户银行"
HONEST, CHEATED = "land_margin.G00001", "land_margin.G00003"
DEFECT = "d13_duplicate_without_account"
PEER = Peer(name="甲对端", family="land_margin", role="bank", address="tcp://127.0.0.1:1")


@cache
def catalogue() -> Catalogue:
    """The contracts of the project."""
    return load(ROOT)


@cache
def events(only: str = HONEST, *defects: str) -> tuple[Event, ...]:
    """Every event of one short real run."""
    picked, command = f"{only}@{BANK}", f"kanhe verify --only {only}"
    lines = memory_lines(catalogue(), root=ROOT, seed=1, defects=list(defects), only=picked)
    return tuple(verify(catalogue(), lines, Settings(seed=1, budget_s=8, sequences=2, only=picked, command=command)))


def broken_events() -> tuple[Event, ...]:
    """A run in which defect d13 breaks LAND-05 in more than one way."""
    return events(CHEATED, DEFECT)


def cells(heard: Iterable[Event]) -> list[Cell]:
    """The cells of a run."""
    return [e.cell for e in heard if isinstance(e, Closed)]


def contract() -> Contract:
    """The contract whose cells are made up by hand below."""
    return catalogue().contracts[CHEATED]


def exchange(reply_text: str = "", **private: str) -> Exchange:
    """One exchange with a hostile or private reply text, on the wire of the land bank."""
    charset = contract().party.wire.charset
    request = {"head": {}, "body": {"InstCode": private.get("account", "320600010001")}}
    body = f"<root><head/><body><InstCode>{request['body']['InstCode']}</InstCode></body></root>".encode(charset)
    reply = f"<root><head/><body><AddWord>{reply_text}</AddWord></body></root>".encode(charset, "backslashreplace")
    raw = f"{len(reply):06d}".encode() + reply
    return Exchange(contract=contract(), sent=Message(body=body), request=request, received=Received(reply=Message(body=reply), raw=raw),
                    peer=PEER.name)


def promise(number: int = 0) -> Promise:
    """A promise of that contract."""
    return Promise(contract=CHEATED, id=f"LAND-9{number}", says=f"约定之{number}", clause="规范 1.1", grade="S")


def finding(says: str = "应答不符", actual: str = "乙", story: tuple[Exchange, ...] = ()) -> Finding:
    """A finding with these words."""
    verdict = Verdict(contract=CHEATED, promise="LAND-91", outcome=Outcome.BROKEN, says=says, expected="甲", actual=actual, where="body.X")
    return Finding(fingerprint=f"{PEER.name}|{CHEATED}|LAND-91|{says}", peer=PEER.name, verdict=verdict, story=story,
                   steps=tuple(f"{i}. 发送 G00003 → 成功（00）" for i, _ in enumerate(story, 1)),
                   rerun=f"kanhe verify --only {CHEATED} --seed 7")


def made_up(found: Iterable[Cell], *, ended: bool = True, planned: int = 0) -> tuple[Event, ...]:
    """A run made of these cells; planned: so many more than reported."""
    told = list(found)
    more = [promise(100 + n) for n in range(planned)]
    owed = [(c.peer, c.promise) for c in told] + [(PEER.name, p) for p in more]
    start = RunStarted(catalogue=catalogue(), peers=(PEER,), planned=tuple(owed), seed=7, budget_s=5, started_at="2026-01-05 10:15:30",
                       command="kanhe verify --seed 7")
    counts = {o: sum(c.outcome is o for c in told) for o in Outcome}
    end = RunFinished(complete=not planned, counts=counts, missing=tuple(p.id for p in more), exchanges=3, seconds=1.5,
                      exit_code=1 if counts[Outcome.BROKEN] else 0)
    return (start, *(Closed(cell=c) for c in told), *([end] if ended else []))


def six_outcomes() -> list[Cell]:
    """One cell of each outcome."""
    found = []
    for number, outcome in enumerate(Outcome):
        told = (finding(),) if outcome is Outcome.BROKEN else ()
        found.append(Cell(promise=promise(number), peer=PEER.name, outcome=outcome, tried=number, reason="" if told else f"原因{number}",
                          findings=told))
    return found


def write(heard: Iterable[Event], folder: Path, secrets: Iterable[str] = (), known: Catalogue | None = None) -> Mask:
    """Every report of a run below a folder, as `kanhe verify` writes them, and console.txt; the mask they shared."""
    folder.mkdir(parents=True, exist_ok=True)
    mask = Mask(known or catalogue(), secrets)
    console, stream = io.StringIO(), io.StringIO()
    listeners = [Console(console, mask, report="verdict.html"), Page(folder / "verdict.html", mask),
                 Allure(folder / "allure-results", mask), Junit(folder / "junit.xml", mask), Summary(stream.write, mask)]
    for event in heard:
        for listener in listeners:
            listener.hear(event)
    for listener in listeners:
        listener.close()
    (folder / "console.txt").write_text(console.getvalue(), encoding="utf-8")
    (folder / "summary.json").write_text(stream.getvalue(), encoding="utf-8")
    return mask


RUNS = {"honest": events, "broken": broken_events, "six": lambda: made_up(six_outcomes())}  # made when a test asks, not when it is read
