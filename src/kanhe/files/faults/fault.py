"""The vocabulary of spoiled deliveries: what each is called, which promise of the contract it is about, what the receiver owes.

Theory of operation. A fault makes of two sheets under one number, the right one and another one with other rows, what is handed over.
A spoiled file carries the rows of the other one: whoever books it shows in his books which file he took. Files beside this one hold
one fault each and register it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kanhe.files.findings import built_in
from kanhe.files.sheet import Sheet
from kanhe.files.writing import write
from kanhe.model.file import FileContract


class Duty(StrEnum):
    """What an honest receiver does."""

    REFUSE = "refuse"  # no row is booked; the right file that follows under the same number is taken
    WAIT = "wait"  # it is not handed over yet: nothing is taken
    ONCE = "once"  # it was taken already: nothing changes


DUTY_TEXTS = {
    Duty.REFUSE: "整份拒收，一行也不入账；按约定的那一份照收",
    Duty.WAIT: "还没有交到：不取，不入账；交到之后照收",
    Duty.ONCE: "已经收过：不再入账，也不报错",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a fault is made of. right: the file of the day; other: one under the same number with other rows; part: which of several
    alike is spoiled, such as a total by its name."""

    contract: FileContract
    right: Sheet
    other: Sheet
    part: str = ""

    def written(self) -> tuple[str, bytes]:
        """(name, bytes) of the other file, nothing spoiled yet."""
        return write(self.contract, self.other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoiled:
    """What lies at the receiver's place in the end. sheet: the rows that it tells; ready: it counts as handed over."""

    name: str
    data: bytes
    sheet: Sheet
    ready: bool = True


Spoil = Callable[[Draft], Spoiled | None]
"""None where these two sheets do not allow it."""
Parts = Callable[[FileContract], Sequence[str]]
"""The parts of a contract that can be spoiled; ('',) where it is one, () where the fault does not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One entry of the vocabulary. about: the built-in promise; after: it comes after the right file, not before it."""

    name: str
    title: str
    about: str
    duty: Duty
    parts: Parts
    spoil: Spoil
    after: bool = False

    def promise(self, contract: FileContract, part: str) -> str:
        """The declared rule's id, else the built-in one."""
        return built_in(contract, self.about, _RULES[self.about](contract, part))


_RULES: dict[str, Callable[[FileContract, str], str]] = {
    "name": lambda c, _: c.name.rule,
    "totals": lambda c, part: next(t.rule for t in c.totals if t.name == part),
    "digest": lambda c, _: c.digest.rule if c.digest is not None else "",
    "layout": lambda c, _: c.layout_rule,
    "arrival": lambda c, _: c.arrival.rule,
    "again": lambda c, _: c.again_rule,
    "unique": lambda c, part: next(u.rule for u in c.unique if ",".join(u.columns) == part),
}
FAULTS: dict[str, Fault] = {}
BETWEEN = "."  # fault.part


def fault(title: str, *, about: str, parts: Parts, duty: Duty = Duty.REFUSE, after: bool = False) -> Callable[[Spoil], Spoil]:
    """Register a function as the fault of its own name."""

    def register(spoil: Spoil) -> Spoil:
        name = getattr(spoil, "__name__", "")
        FAULTS[name] = Fault(name=name, title=title, about=about, duty=duty, parts=parts, spoil=spoil, after=after)
        return spoil

    return register


def once(fits: Callable[[FileContract], object]) -> Parts:
    """The parts of a fault that fits a contract as a whole or not at all."""
    return lambda contract: ("",) if fits(contract) else ()
