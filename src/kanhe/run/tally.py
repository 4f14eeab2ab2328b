"""Keeping count: every planned promise gets exactly one word in the end, and what was never tried is said so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kanhe.model.exchange import Exchange
from kanhe.model.verdict import Cell, Finding, Promise, Verdict
from kanhe.model.words import Level, Outcome

MOST_FINDINGS = 12  # per cell: distinct places of the same promise


@dataclass(slots=True)
class Entry:
    """What is known of one promise so far."""

    promise: Promise
    tried: int = 0
    noted: Verdict | None = None
    sample: Exchange | None = None
    reason: str = ""
    left_open: str = ""
    ours: str = ""
    remark: str = ""
    beside: bool = False
    findings: dict[str, Finding] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """The promises of one peer. Not thread-safe: the session that owns it holds a lock. aside: what the peer owes, too, but is not
    planned: it is reported only where something is found."""

    peer: str
    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    unreached: str = ""
    aside: dict[tuple[str, str], Promise] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)  # ids of contracts of which something was found

    def plan(self, promises: Iterable[Promise]) -> None:
        """Add promises that have to be reported."""
        for promise in promises:
            self.entries.setdefault((promise.contract, promise.id), Entry(promise))

    def know(self, promises: Iterable[Promise]) -> None:
        """Promises that the peer owes though nobody planned to try them."""
        self.aside.update({(promise.contract, promise.id): promise for promise in promises})

    def hear(self, verdict: Verdict, exchange: Exchange | None) -> str:
        """Count one verdict; the fingerprint when it is a new finding, else ''."""
        key = (verdict.contract, verdict.promise)
        entry = self.entries.get(key)
        if entry is None:
            if verdict.outcome is Outcome.KEPT:
                return ""
            told = Promise(contract=verdict.contract, id=verdict.promise, says=verdict.says)
            entry = self.entries[key] = Entry(self.aside.get(key, told), beside=True)
        entry.tried += 1
        if verdict.outcome is Outcome.KEPT:
            entry.sample = entry.sample or exchange
        elif verdict.outcome is Outcome.NOTED:
            entry.noted = entry.noted or verdict
        elif verdict.outcome is Outcome.BROKEN:
            return self._find(entry, verdict, exchange)
        return ""

    def _find(self, entry: Entry, verdict: Verdict, exchange: Exchange | None) -> str:
        print_ = f"{self.peer}|{verdict.contract}|{verdict.promise}|{re.sub(r'[0-9]+', '#', verdict.where)}"
        known = entry.findings.get(print_)
        if known is not None:
            entry.findings[print_] = replace(known, times=known.times + 1)
            return ""
        if len(entry.findings) >= MOST_FINDINGS:
            return ""
        self.wrong.add(verdict.contract)
        entry.findings[print_] = Finding(fingerprint=print_, peer=self.peer, verdict=verdict, story=(exchange,) if exchange else ())
        return print_

    def tell(self, fingerprint: str, *, story: Sequence[Exchange], steps: Sequence[str], rerun: str) -> Finding | None:
        """Give a finding its story; the finding as it now stands."""
        for entry in self.entries.values():
            known = entry.findings.get(fingerprint)
            if known is not None and (not known.steps or len(story) < len(known.story)):
                told = replace(known, story=tuple(story), steps=tuple(steps), rerun=rerun)
                entry.findings[fingerprint] = told
                return told
        return None

    def untold(self) -> list[Finding]:
        """Findings that were given no story, because their scenario went on to another one; each has its own exchange."""
        return [f for entry in self.entries.values() for f in entry.findings.values() if not f.rerun]

    def owes(self, contract: str, promise: str) -> bool:
        """Whether the peer was planned to keep the promise; one about things that cannot be at this peer is nobody's to break."""
        return (contract, promise) in self.entries

    def tried(self, contract: str, promise: str) -> bool:
        """Whether anything was heard of a promise yet."""
        entry = self.entries.get((contract, promise))
        return entry is not None and entry.tried > 0

    def found(self, contract: str, promise: str) -> bool:
        """Whether a promise is known to be broken."""
        entry = self.entries.get((contract, promise))
        return entry is not None and bool(entry.findings)

    def excuse(self, contract: str, promise: str, reason: str) -> None:
        """Say why a promise could not be tried."""
        entry = self.entries.get((contract, promise))
        if entry is not None and not entry.reason:
            entry.reason = reason

    def leave_open(self, contract: str, promise: str, reason: str) -> None:
        """Say why nobody knows whether a promise is kept, though it was seen kept elsewhere."""
        entry = self.entries.get((contract, promise))
        if entry is not None:
            entry.left_open = entry.left_open or reason

    def remark(self, contract: str, promise: str, words: str) -> None:
        """Say how far a promise was tried; it stands beside a promise that was kept."""
        entry = self.entries.get((contract, promise))
        if entry is not None:
            entry.remark = words

    def blame_ourselves(self, contract: str, promise: str, reason: str) -> None:
        """Our own fault kept a promise from being judged."""
        entry = self.entries.get((contract, promise)) or next(
            (e for (c, _), e in self.entries.items() if c == contract), None)
        if entry is not None:
            entry.ours = entry.ours or reason

    def cells(self) -> Iterator[Cell]:
        """The final word on every promise."""
        for entry in self.entries.values():
            yield self._cell(entry)

    def _cell(self, entry: Entry) -> Cell:
        findings = tuple(entry.findings.values())
        outcome, reason = Outcome.KEPT, entry.remark
        if findings:
            outcome = Outcome.BROKEN
        elif entry.ours:
            outcome, reason = Outcome.HARNESS, entry.ours
        elif not entry.tried or entry.left_open:
            outcome = Outcome.UNREACHED if self.unreached else Outcome.SKIPPED
            reason = self.unreached or entry.left_open or entry.reason or "没有用到这一约定的报文"
        elif entry.noted is not None:
            outcome = Outcome.NOTED
            reason = f"{entry.noted.says}：应为 {entry.noted.expected}，实为 {entry.noted.actual}"
        level = entry.promise.level
        if outcome is Outcome.BROKEN and level is not Level.MUST:
            outcome = Outcome.NOTED
        return Cell(promise=entry.promise, peer=self.peer, outcome=outcome, tried=entry.tried, reason=reason,
                    findings=findings, sample=entry.sample, beside=entry.beside)
