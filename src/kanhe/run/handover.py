"""Theory of operation: one handover hands files to one peer and reads in its books what became of them.

Day by day right files and spoiled ones are laid at the peer's place; after each the books must show what the right ones told, each row
once, and nothing else. The books as they were before the run are taken off. Where one file was booked wrongly the rest of its day is
left out, and what is then missing is nobody's fault: one defect tells itself once.
"""

from __future__ import annotations

import shlex
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from kanhe.files.entries import BadBooks, Entries, columns_of, read_entries
from kanhe.files.faults.fault import DUTY_TEXTS
from kanhe.files.promises import promises_of_receiver
from kanhe.model.contract import Catalogue
from kanhe.model.event import Peer
from kanhe.model.exchange import Exchange
from kanhe.model.file import FileContract
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome
from kanhe.run.booked import compared
from kanhe.run.consignment import FIRST, Handed, consigned, days_of_plan, taken
from kanhe.run.evidence import handed
from kanhe.run.plan import received
from kanhe.run.session import Stopped
from kanhe.run.taking import Taker
from kanhe.run.tally import Tally
from kanhe.transport.depot import DepotError, LocalError, deliver, leave

PAUSE_S = 0.1
UNMADE = "造不出只坏这一处的文件"
MOST_UNBOOKED = 3  # so many right files in a row that are not booked: the rest would not be, either


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """The files of one day, to be handed over. aim: the promises that they bear on."""

    contract: FileContract
    name: str
    play: Callable[[Handover], None]
    aim: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Handover:
    """The files for one peer under test. root: the contracts, as the command line said it."""

    catalogue: Catalogue
    peer: Peer
    link: Taker
    tally: Tally
    seed: int
    root: str = ""
    deadline: float = float("inf")  # monotonic seconds
    story: list[Exchange] = field(default_factory=list)
    exchanges: int = 0
    mute: str = ""
    found: list[tuple[str, list[Exchange]]] = field(default_factory=list)
    _before: Entries = field(default_factory=Counter)  # before the run
    _wanted: Entries = field(default_factory=Counter)
    _doubt: bool = False
    _over: str = ""
    _unbooked: int = 0

    def takings(self, only: str) -> Iterator[Sending]:
        """One for each day of each contract."""
        for contract in received(self.catalogue, self.peer, only):
            why = self.link.why_not or ("" if columns_of(contract) else "契约没有 matching：不知道凭什么认出一行")
            if why:
                self._excuse(contract, why)
                continue
            days = [d for d in self.link.days if contract.series.due_on(d)] or days_of_plan(contract, FIRST[contract.series.every])
            self._doubt, self._wanted, self._over, self._unbooked = False, Counter(), "", 0
            started = False
            for files in consigned(self.catalogue, contract, seed=self.seed, days=days):
                aim = tuple(dict.fromkeys(_promise(contract, one) for one in files))
                yield Sending(contract=contract, name=f"送 {contract.title} {files[0].day if files else ''}", aim=aim,
                              play=lambda handover, files=files, days=days, begin=not started, contract=contract:  # type: ignore[misc]
                              handover.hand(contract, files, days, begin=begin))
                started = True
                if self._over:
                    break
            self._excuse(contract, self._over or UNMADE)

    def begin(self) -> None:
        """A new day."""
        self.story, self.found = [], []

    def findings(self) -> list[tuple[str, list[Exchange]]]:
        """What was found since the last time, each with its file."""
        found, self.found = self.found, []
        return found

    def check_budget(self) -> None:
        """Stop when the run's time is used up."""
        if time.monotonic() > self.deadline:
            for contract in received(self.catalogue, self.peer):
                self._excuse(contract, "预算用完")
            raise Stopped("预算用完")

    def hand(self, contract: FileContract, files: Sequence[Handed], days: Sequence[str], *, begin: bool) -> None:
        """Lay the files of a day at the peer's place and look at its books after each. Raises Stopped."""
        if begin:
            self._before = self._ask(contract)
        for one in files:
            self.check_budget()
            self._wanted += one.books
            if self._before & one.tells:
                self._stop(f"对方的账上已有要送的行：{_some(self._before & one.tells)}；days 换一段没有送过的日子")
            self._lay(contract, one)
            now = self._settled(contract, changes=bool(one.books))
            if not self._judged(contract, one, now, days):
                self._wanted, self._doubt = now, True
                self._give_up(one)
                return
            self._unbooked = self._unbooked if one.spoiled else 0

    def _give_up(self, one: Handed) -> None:
        """Stop where right files are not booked one after another."""
        self._unbooked += one.spoiled is None
        if self._unbooked >= MOST_UNBOOKED:
            self._stop(f"按约定的文件接连 {MOST_UNBOOKED} 份没有照样入账，后面的不再送")

    def _lay(self, contract: FileContract, one: Handed) -> None:
        try:
            (deliver if one.ready else leave)(self.link.depot(), contract.arrival, one.name, [one.data])
        except LocalError:
            raise  # our own trouble
        except DepotError as error:
            self.tally.unreached = str(error).splitlines()[0]
            raise Stopped(self.tally.unreached) from None
        self.exchanges += 1
        reason = self.link.look(contract, one.name)
        if reason:
            self._stop(f"不能让对方导入：{reason}")

    def _settled(self, contract: FileContract, *, changes: bool) -> Entries:
        """What has been booked since the run began, when the peer had time enough for it."""
        end = time.monotonic() + (self.link.settle_s if changes or not self.link.told_to else 0.0)
        while changes:
            now = self._ask(contract) - self._before
            if now == self._wanted or time.monotonic() >= end:
                return now
            time.sleep(PAUSE_S)
        time.sleep(max(0.0, end - time.monotonic()))
        return self._ask(contract) - self._before

    def _ask(self, contract: FileContract) -> Entries:
        where = f"{self.peer.name} booked"
        said = self.link.booked(contract)
        if isinstance(said, str):
            self.tally.unreached = f"看不到对方的账：{said}"
            raise Stopped(self.tally.unreached)
        try:
            return read_entries(contract, said, where)
        except BadBooks as bad:
            self._stop("；".join(str(bad.problem).split("\n    ")))

    def _stop(self, why: str) -> NoReturn:
        """End the handing over; what was not tried stays so, and why."""
        self._over = why
        raise Stopped(why)

    def _judged(self, contract: FileContract, one: Handed, now: Entries, days: Sequence[str]) -> bool:
        """Whether the books are as they must be; tells it, once for each defect."""
        promise = _promise(contract, one)
        rows = sum(one.tells.values())
        make = f"，再做一份：{self._make(contract, one, days)}" if one.spoiled is not None else ""
        sample = handed(contract, one.name, one.data, peer=self.peer.name, rows=rows, make=make)
        self.story.append(sample)
        wrong = compared(contract, self._wanted, now, one)
        if wrong is None:
            self.tally.hear(Verdict(contract=contract.id, promise=promise, outcome=Outcome.KEPT), sample)
            return True
        if self._doubt and one.spoiled is None:
            return False  # it may follow from what was found before
        fault = one.spoiled
        where = f"{fault.fault.title if fault else one.note or '按约定的一份'} {one.name}"
        expected = DUTY_TEXTS[fault.fault.duty] if fault else "逐行入账，每行一次"
        shown = handed(contract, one.name, one.data, peer=self.peer.name, rows=rows, keys=wrong.keys, make=make)
        verdict = Verdict(contract=contract.id, promise=promise, outcome=Outcome.BROKEN, says=wrong.says, expected=expected,
                          actual=wrong.told, where=where)
        fingerprint = self.tally.hear(verdict, shown)
        if fingerprint:
            self.found.append((fingerprint, [*self.story[:-1], shown]))
        return False

    def _make(self, contract: FileContract, one: Handed, days: Sequence[str]) -> str:
        """The command that makes the spoiled file again."""
        assert one.spoiled is not None
        root = ["--root", self.root] if self.root else []
        return shlex.join(["kanhe", "file", "make", "--contract", contract.id, "--fault", one.spoiled.name, "--date", days[0], "--days",
                           str(len(days)), "--seed", str(self.seed), *root, "--out", "out"])

    def _excuse(self, contract: FileContract, why: str) -> None:
        for promise in promises_of_receiver(contract):
            self.tally.excuse(contract.id, promise.id, why)


def _promise(contract: FileContract, one: Handed) -> str:
    return one.spoiled.promise if one.spoiled is not None else taken(contract)


def _some(entries: Entries) -> str:
    return "、".join(" ".join(entry) for entry in sorted(entries)[:3])
