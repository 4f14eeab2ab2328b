"""Theory of operation: one reception takes the files of one peer, as a session drives a peer that speaks in messages.

It looks at the peer's place after every turn, fetches what is ready, has the files checked in their order, and tells what became of
every promise. Who cannot be reached breaks nothing; what the peer did not hand over is judged by the contract's own rules.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kanhe.files.batch import Arrived, Batch, check_all
from kanhe.files.findings import FileReport, Violation, built_in
from kanhe.files.promises import promises_of_file
from kanhe.model.contract import Catalogue
from kanhe.model.event import Peer
from kanhe.model.exchange import Exchange
from kanhe.model.file import FileContract, FileRule
from kanhe.model.formula import Shelf
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome
from kanhe.run.evidence import evidence
from kanhe.run.handing import Due, Handing
from kanhe.run.plan import filed
from kanhe.run.session import Stopped
from kanhe.run.tally import Tally
from kanhe.transport.depot import Changing, DepotError, LocalError, collect, look

MOST_NAMED = 20
NO_BOOKS = "没有与同一家往来的报文可以对照：同一目标里要恰有一家同族、同角色、收发报文的对端"
RESENT = "没有见到一份已收下的文件再送一次"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """One peer that hands over files. secrets: what must be written nowhere. beside: its messages come before them."""

    peer: Peer
    link: Handing
    secrets: Sequence[str] = field(default=(), repr=False)
    beside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """The files of one contract, to be taken and judged. aim: all its promises."""

    contract: FileContract
    name: str
    play: Callable[[Reception], None]
    aim: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Reception:
    """The files of one peer under test."""

    catalogue: Catalogue
    peer: Peer
    link: Handing
    tally: Tally
    books: Shelf | None = None  # what the messages of the same peer have left
    deadline: float = float("inf")  # monotonic seconds
    story: list[Exchange] = field(default_factory=list)
    exchanges: int = 0
    mute: str = ""
    found: list[tuple[str, list[Exchange]]] = field(default_factory=list)

    def takings(self, only: str) -> Iterator[Taking]:
        """One for each contract."""
        for one in filed(self.catalogue, self.peer, only):
            yield Taking(contract=one, name=f"收取 {one.title}", play=lambda reception, one=one: reception.take(one),  # type: ignore[misc]
                         aim=tuple(p.id for p in promises_of_file(one)))

    def begin(self) -> None:
        """Nothing found yet."""
        self.story, self.found = [], []

    def findings(self) -> list[tuple[str, list[Exchange]]]:
        """What was found since the last time, each with its file."""
        found, self.found = self.found, []
        return found

    def check_budget(self) -> None:
        """Stop when the run's time is used up."""
        if time.monotonic() > self.deadline:
            raise Stopped("预算用完")

    def take(self, contract: FileContract) -> None:
        """Fetch, check, tell. Raises Stopped where the peer's place cannot be reached."""
        with tempfile.TemporaryDirectory(prefix="kanhe-") as folder:
            files, early, waiting = self._fetched(contract, Path(folder))
            due = self.link.due(contract)
            batch = check_all(contract, [f for f, _ in files], parameters=self.catalogue.parameters, members=due.members, days=due.days,
                              books=self.books)
            paths = {id(file): path for file, path in files}
            for file, report in zip(batch.files, batch.reports, strict=True):
                self._judge(contract, report, paths[id(file)])
        self._judge_all(contract, batch, due, early)
        self._excuse(contract, due, files=len(files), waiting=waiting)

    def _fetched(self, contract: FileContract, folder: Path) -> tuple[list[tuple[Arrived, Path]], list[str], list[str]]:
        """The files, what was seen before it was whole, and what is still not ready."""
        files, early, sizes, waiting = list[tuple[Arrived, Path]](), list[str](), dict[str, int](), list[str]()
        try:
            depot = self.link.depot()
            for number, turn in enumerate(self.link.turns(contract)):
                there = look(depot, contract.arrival, contract.name.match, stem=contract.name.pattern.partition("{")[0])
                waiting = [w.why for w in there if w.known and not w.ready]
                for one in there:
                    if not one.ready or (one.name != turn.name if turn.name else sizes.get(one.name) == one.size):
                        continue
                    into = folder / str(number)
                    into.mkdir(exist_ok=True)
                    sizes[one.name] = one.size
                    try:
                        path = collect(depot, one.name, into)
                    except Changing as error:
                        early.append(error.found)
                        continue
                    self.exchanges += 1
                    files.append((Arrived(name=one.name, open=lambda path=path: path.open("rb"), at=turn.at), path))  # type: ignore[misc]
        except LocalError:
            raise  # our own trouble
        except DepotError as error:
            self.tally.unreached = str(error).splitlines()[0]
            raise Stopped(self.tally.unreached) from None
        return files, early, waiting

    def _judge(self, contract: FileContract, report: FileReport, path: Path) -> None:
        """One file: what it breaks, and what it keeps."""
        sample = evidence(contract, report, path, peer=self.peer.name)
        self.story.append(sample)
        for rule in sorted(report.tried - set(report.counts)):
            self.tally.hear(Verdict(contract=contract.id, promise=rule, outcome=Outcome.KEPT), sample)
        for violation in report.violations:
            shown = evidence(contract, report, path, violation, peer=self.peer.name)
            self._broken(contract, violation, f"{report.name} {violation.place}", [shown])

    def _judge_all(self, contract: FileContract, batch: Batch, due: Due, early: Sequence[str]) -> None:
        """What is only seen over all files: whether they are all there, and whether each was whole when it could be seen."""
        missing: dict[str, list[Violation]] = {}
        for violation in batch.missing:
            missing.setdefault(violation.rule, []).append(violation)
        rule = built_in(contract, "arrival", contract.arrival.rule)
        says = next((r.says for r in contract.rules if r.id == rule), "文件写完才可见")
        for found in early:
            missing.setdefault(rule, []).append(Violation(rule=rule, says=says, found=found, right="写完才以正式的名字出现"))
        complete = built_in(contract, "complete", contract.series.complete)
        tried = {complete} if due.days else set[str]()
        if contract.arrival.rule and batch.reports:
            tried.add(rule)
        for promise in sorted(tried - set(missing)):
            self.tally.hear(Verdict(contract=contract.id, promise=promise, outcome=Outcome.KEPT), self.story[-1] if self.story else None)
        for several in missing.values():
            self._broken(contract, several[0], "", [], also=several[1:])

    def _broken(
        self, contract: FileContract, violation: Violation, where: str, shown: list[Exchange], *, also: Sequence[Violation] = ()
    ) -> None:
        told = [v.found for v in (violation, *also)]
        more = f"；共 {len(told)} 处" if len(told) > MOST_NAMED else ""
        actual = "；".join(told[:MOST_NAMED]) + more + (f"（{violation.hint}）" if violation.hint else "")
        fingerprint = self.tally.hear(Verdict(
            contract=contract.id, promise=violation.rule, outcome=Outcome.BROKEN, says=violation.says, expected=violation.right,
            actual=actual, where=where), shown[0] if shown else None)
        if fingerprint:
            self.found.append((fingerprint, shown))

    def _excuse(self, contract: FileContract, due: Due, *, files: int, waiting: Sequence[str]) -> None:
        """Why a promise could not be tried."""
        reasons = {built_in(contract, "complete", contract.series.complete): "" if due.days else "不知道该有哪些日子的文件：没有给出 days",
                   built_in(contract, "again", contract.again_rule): RESENT}
        if self.books is None:
            reasons |= {rule.id: NO_BOOKS for rule in contract.rules if looks_in_books(rule)}
        nothing = "" if files else "对方没有送来这种文件" + (f"：{'；'.join(waiting[:3])}" if waiting else "")
        for promise in promises_of_file(contract):
            self.tally.excuse(contract.id, promise.id, nothing or reasons.get(promise.id, "") or "送来的文件里没有用到这一约定")


def looks_in_books(rule: FileRule) -> bool:
    """Whether the rule lays the file beside what the messages have said."""
    return rule.holds is not None and bool(rule.holds.reads)
