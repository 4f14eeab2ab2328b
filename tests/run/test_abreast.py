"""Peers side by side: the same words in the same order as one after the other, and nothing lost whatever ends a process."""

from __future__ import annotations

import os
import signal
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.contract.load import load
from kanhe.model.event import Closed, Found, Progress, RunFinished
from kanhe.model.exchange import Case, Exchange, Message, Received, Trouble
from kanhe.model.formula import Nameless
from kanhe.model.verdict import Cell, Finding, Promise, Verdict
from kanhe.model.words import Intent, Outcome
from kanhe.run.abreast import Abreast
from kanhe.run.engine import Settings, verify
from kanhe.run.relay import packed, unpacked
from kanhe.run.target import memory_lines

CONTRACTS = Path(__file__).parents[2] / "contracts"

PROMISE = Promise(contract="land_margin.G00003", id="LAND-05", says="幂等")
LEAVES = st.none() | st.booleans() | st.integers() | st.text() | st.decimals(allow_nan=False, allow_infinity=False) | st.text().map(Nameless)
DOCUMENTS = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)


@pytest.fixture(scope="module")
def catalogue():
    """The contracts of this repository."""
    return load(CONTRACTS)


@given(body=st.binary(), request_=st.dictionaries(st.text(), DOCUMENTS), reply=DOCUMENTS, headers=st.lists(st.tuples(st.text(), st.text())))
def test_an_event_comes_out_of_its_line_as_it_went_in(catalogue, body, request_, reply, headers):
    """unpacked(packed(event)) == event, for every leaf that a document, a message or a verdict can hold."""
    contract = catalogue.contracts["land_margin.G00003"]
    exchange = Exchange(
        contract=contract, case=Case(contract=contract, document=request_, intent=Intent.REFUSE, raw=Message(body=body)), request=request_,
        sent=Message(body=body, headers=tuple(headers)), reply=reply, trouble=Trouble(phase="reply", message="断了", sent=True),
        received=Received(raw=body), notes={"$map": "一"})
    verdict = Verdict(contract=contract.id, promise="LAND-05", outcome=Outcome.BROKEN, actual="乙")
    finding = Finding(fingerprint="a|b", peer="行", verdict=verdict, story=(exchange,), steps=("一", "二"))
    cell = Cell(promise=PROMISE, peer="行", outcome=Outcome.BROKEN, findings=(finding,), sample=exchange)
    for event in (Progress(peer="行", phase="并发", seconds=0.25), Found(finding=finding), Closed(cell=cell)):
        line = packed(event)
        assert line.isascii() and "\n" not in line
        assert unpacked(line, catalogue) == event


def test_kinds_of_leaves_survive(catalogue):
    """A decimal does not become a text, a nameless name not a plain one: both compare equal to other things."""
    exchange = Exchange(contract=catalogue.contracts["land_margin.G00003"], request={"a": Nameless("甲"), "b": Decimal("1.10"), "c": "1.10"})
    cell = unpacked(packed(Closed(cell=Cell(promise=PROMISE, peer="行", outcome=Outcome.KEPT, sample=exchange))), catalogue).cell
    assert [Nameless, Decimal, str] == [type(leaf) for leaf in cell.sample.request.values()]
    assert "1.10" == str(cell.sample.request["b"])


def test_side_by_side_tells_what_one_after_the_other_tells(catalogue):
    """The same promises with the same outcomes in the same order, and the same sums, on as many processes as there are peers."""
    def told(jobs):
        lines = memory_lines(catalogue, root=CONTRACTS, seed=7, only="land_margin.G0000[39]*")
        return list(verify(catalogue, lines, Settings(seed=7, only="land_margin.G0000[39]*", sequences=0, jobs=jobs)))

    alone, abreast = told(1), told(2)
    closed = [[(e.cell.peer, e.cell.promise, e.cell.outcome) for e in run if isinstance(e, Closed)] for run in (alone, abreast)]
    assert closed[0] == closed[1] and len({peer for peer, _, _ in closed[0]}) == 2
    ends = [next(e for e in run if isinstance(e, RunFinished)) for run in (alone, abreast)]
    assert ends[0].complete and (ends[0].counts, ends[0].exit_code, list(ends[0].phases)) == (ends[1].counts, ends[1].exit_code, list(ends[1].phases))
    assert ends[1].exchanges == sum(e.exchanges for e in abreast if isinstance(e, Progress)) > 0


def _abreast(catalogue, tasks, play, jobs=2):
    lost = lambda task, why: iter([Progress(peer=str(task), phase=why)])  # noqa: E731
    return Abreast(catalogue=catalogue, tasks=tasks, play=play, lost=lost, jobs=jobs)


def test_the_order_is_that_of_the_plan(catalogue):
    """Who is ready first waits for those before it, and no more than `jobs` are under way."""
    def play(number):
        time.sleep(0.2 if number == 0 else 0)
        yield Progress(peer=str(number), phase="一")
        yield Progress(peer=str(number), phase="二")

    events = list(_abreast(catalogue, range(5), play))
    assert [(str(n), phase) for n in range(5) for phase in "一二"] == [(e.peer, e.phase) for e in events]


def test_the_longest_begins_first_and_is_told_in_its_place(catalogue, tmp_path):
    """Which task begins first is a matter of its length, what is told first is not."""
    def play(number):
        with (tmp_path / "begun").open("a") as begun:
            begun.write(f"{number}\n")
        yield Progress(peer=str(number), phase="")

    tasks = Abreast(catalogue=catalogue, tasks=range(3), play=play, lost=lambda task, why: iter(()), jobs=1, length=lambda number: number)
    assert ["0", "1", "2"] == [e.peer for e in tasks]
    assert ["2", "1", "0"] == (tmp_path / "begun").read_text().split()


@pytest.mark.parametrize(("end", "why"), [
    (lambda: os._exit(9), "测这家对端的进程中途没有了"),
    (lambda: os.kill(os.getpid(), signal.SIGKILL), "测这家对端的进程中途没有了"),
    (lambda: 1 / 0, "本方故障：ZeroDivisionError: division by zero"),
])
def test_a_process_that_ends_early_is_told(catalogue, end, why):
    """What it had told stays, what it owed is said to be lost, and the others are not disturbed."""
    def play(number):
        yield Progress(peer=str(number), phase="前")
        if number == 1:
            end()
        yield Progress(peer=str(number), phase="后")

    told = [(e.peer, e.phase) for e in _abreast(catalogue, range(3), play)]
    assert [("0", "前"), ("0", "后"), ("1", "前")] == told[:3] and [("2", "前"), ("2", "后")] == told[4:]
    assert "1" == told[3][0] and told[3][1].startswith(why)


def test_ctrl_c_ends_the_sending_and_everything_is_told(catalogue):
    """Those under way are interrupted, those to come do not begin, and each is told once."""
    def play(number):
        yield Progress(peer=str(number), phase="前")
        if number == 0:
            os.kill(os.getppid(), signal.SIGINT)
        time.sleep(30)

    abreast = _abreast(catalogue, range(3), play)
    told = [(e.peer, e.phase) for e in abreast if e.phase != "前"]
    assert abreast.interrupted
    assert [("0", "运行被中断"), ("1", "运行被中断"), ("2", "运行被中断，没有轮到")] == told


def test_what_was_lost_is_our_fault_and_never_green(catalogue, monkeypatch):
    """A peer whose process dies leaves every promise it owed as 本方故障: planned equals reported, exit code 5."""
    from kanhe.run import engine

    monkeypatch.setattr(engine, "phases", lambda session, **_: os._exit(9))
    lines = memory_lines(catalogue, root=CONTRACTS, seed=7, only="land_margin.G00009*")
    events = list(verify(catalogue, lines, Settings(only="land_margin.G00009*", jobs=2)))
    assert {Outcome.HARNESS} == {e.cell.outcome for e in events if isinstance(e, Closed)}
    end = events[-1]
    assert (5, ()) == (end.exit_code, end.missing)
