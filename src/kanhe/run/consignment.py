"""What a receiver of files is handed: days from the sender's books, right files and, at some of them, a spoiled one first or after.

Theory of operation. One fault a day, where there are days enough. Every file is held against the contract before it is handed over: a
right one must keep it, a spoiled one must break the promise of its fault and no other, else it is left out and the promise is not
tried. So nothing that a receiver is blamed for rests on this file being right.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from kanhe.contract.draw import Counter, Draw
from kanhe.contract.functions import add_days
from kanhe.files.awkward import awkward
from kanhe.files.checking import check
from kanhe.files.entries import Entries, columns_of, entries_of
from kanhe.files.faults.all import Fitting, fitting
from kanhe.files.faults.fault import Duty
from kanhe.files.imagined import Imagined
from kanhe.files.promises import TAKEN
from kanhe.files.register import Register
from kanhe.files.sheet import Sheet, read_sheet
from kanhe.files.writing import write
from kanhe.model.contract import Catalogue
from kanhe.model.file import FileContract
from kanhe.run.lint.files import specimen_path
from kanhe.simulate.defects import behaviour_module
from kanhe.simulate.filing import Unfolding

FIRST = {"day": "20260101", "month": "20250101"}
VOLUMES, LONG, MONTHS_LONG = (6, 9, 14), 1200, 40
PLAIN, AWKWARD, EMPTY, MANY = "", "生僻字、占满字节的名称", "没有业务", "行数很多"


class Source(Protocol):
    """Sheets of days that follow one another."""

    def day(self, day: str, volume: int) -> tuple[list[Sheet], list[Sheet]]:
        """(the files of a day, those of another one in its place)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One file as it is handed over. day: whose business it tells; spoiled: by which fault, None for a right one; tells: the rows that it
    carries; note: what is special about it."""

    name: str
    data: bytes
    day: str
    tells: Entries
    spoiled: Fitting | None = None
    ready: bool = True
    note: str = ""

    @property
    def books(self) -> Entries:
        """What has to be booked for it."""
        return type(self.tells)() if self.spoiled is not None else self.tells


def consigned(catalogue: Catalogue, contract: FileContract, *, seed: int, days: Sequence[str]) -> Iterator[list[Handed]]:
    """What is handed over on each day, in order. days: those about which a file is due. Nothing where the contract does not say by what
    rows are known, or no files can be made of it."""
    if not columns_of(contract):
        return
    source = source_of(catalogue, contract, seed, next(iter(days), ""))
    if source is None:
        return
    proof = _Proof(contract, catalogue.parameters)
    for day, note, faults in _plan(contract, days):
        yield list(_day(proof, source, day, note, faults))


def source_of(catalogue: Catalogue, contract: FileContract, seed: int, first: str) -> Source | None:
    """The simulated sender's books, else the specimen on other days; first: day, for numbers that no other run gives out."""
    if contract.behaviour and contract.party.behaves:
        return Unfolding(contract=contract, module=behaviour_module(contract.party.behaves), seed=seed)
    path = specimen_path(Path(catalogue.root), contract)
    if path is None:
        return None
    with path.open("rb") as stream:
        sheet = read_sheet(contract, path.name, stream)
    return Imagined(contract=contract, specimen=sheet, draw=Draw(seed, Counter((int(first or 0) * 1000 + seed % 1000) * 10**5)))


def spoiled_by(catalogue: Catalogue, contract: FileContract, fault: str, *, seed: int, days: Sequence[str]) -> Handed | None:
    """The file that a fault of this name makes in the consignment of these days; None where it makes none."""
    files = itertools.chain.from_iterable(consigned(catalogue, contract, seed=seed, days=days))
    return next((one for one in files if one.spoiled is not None and one.spoiled.name == fault), None)


def days_of_plan(contract: FileContract, first: str, count: int = 0) -> list[str]:
    """So many days about which a file is due from a first one on; 0: as many as it takes to try one fault a day."""
    return list(itertools.islice(due_from(contract, first), count or len(list(fitting(contract))) + 4))


def due_from(contract: FileContract, first: str) -> Iterator[str]:
    """The days about which a file is due, from a first one on."""
    return (day for n in itertools.count() if contract.series.due_on(day := add_days(first, n)))


def _plan(contract: FileContract, days: Sequence[str]) -> list[tuple[str, str, list[Fitting]]]:
    """(day, what is special about its file, the faults that are tried on it)."""
    faults = list(fitting(contract))
    notes = [PLAIN, *[PLAIN] * len(faults), EMPTY, AWKWARD, MANY]
    some = days[: len(notes)]
    special = notes[-3:] if len(some) > 4 else []
    plain = some[: len(some) - len(special)]
    found: list[tuple[str, str, list[Fitting]]] = [(day, PLAIN, []) for day in plain]
    first = 1 if len(plain) > 1 else 0
    for number, fault in enumerate(faults if plain else ()):
        found[first + number % (len(plain) - first)][2].append(fault)
    return [*found, *((day, note, []) for day, note in zip(some[len(plain) :], special, strict=True))]


def _day(proof: _Proof, source: Source, day: str, note: str, faults: Sequence[Fitting]) -> Iterator[Handed]:
    """The files of one day; those that are spoiled stand before or after the right one that they are made of."""
    right, other = _sheets(source, day, _volumes(proof.contract, note, day))
    if note == AWKWARD:
        right = [awkward(proof.contract, sheet) for sheet in right]
    pair = _pair(proof.contract, right, other) if faults else None
    for sheet in right:
        mine = faults if pair is not None and sheet is pair[0] else ()
        for fault in mine:
            if not fault.fault.after:
                yield from _spoiled(proof, fault, day, sheet, pair)
        name, data = write(proof.contract, sheet)
        if not proof.keeps(name, data):
            continue
        yield Handed(name=name, data=data, day=day, tells=entries_of(proof.contract, sheet.rows), note=note)
        for fault in mine:
            if fault.fault.after:
                yield from _spoiled(proof, fault, day, sheet, pair)


def _volumes(contract: FileContract, note: str, day: str) -> tuple[int, ...]:
    """How much business there is on a day; less where the books cannot bear so much."""
    if note == MANY:
        return (LONG, LONG // 8) if contract.series.every == "day" else (MONTHS_LONG,)
    return (0 if note == EMPTY else VOLUMES[int(day[-2:]) % len(VOLUMES)],)


def _sheets(source: Source, day: str, volumes: Sequence[int]) -> tuple[list[Sheet], list[Sheet]]:
    for volume in volumes:
        try:
            return source.day(day, volume)
        except ValueError:  # what is there to be moved is used up
            continue
    return [], []


def _pair(contract: FileContract, right: Sequence[Sheet], other: Sequence[Sheet]) -> tuple[Sheet, Sheet] | None:
    """A right file and another one under the same number, with two rows at least of which one gives it away."""
    for sheet in right:
        here, told = write(contract, sheet)[0], entries_of(contract, sheet.rows)
        for one in other:
            if len(one.rows) > 1 and sheet.rows and write(contract, one)[0] == here and entries_of(contract, one.rows) - told:
                return sheet, one
    return None


def _spoiled(proof: _Proof, fault: Fitting, day: str, right: Sheet, pair: tuple[Sheet, Sheet] | None) -> Iterator[Handed]:
    made = fault.spoil(right, pair[1]) if pair is not None else None
    if made is not None and (not made.ready or proof.breaks(made.name, made.data, fault)):
        yield Handed(name=made.name, data=made.data, day=day, tells=entries_of(proof.contract, made.sheet.rows), spoiled=fault,
                     ready=made.ready)


class _Proof:
    """Our own check of what is handed over, with what it remembers from file to file."""

    def __init__(self, contract: FileContract, parameters: Mapping[str, Any]) -> None:
        self.contract, self._parameters, self._register = contract, parameters, Register()

    def keeps(self, name: str, data: bytes) -> bool:
        """Whether a file keeps all of the contract."""
        return check(self.contract, name, io.BytesIO(data), parameters=self._parameters, register=self._register).kept

    def breaks(self, name: str, data: bytes, fault: Fitting) -> bool:
        """Whether a file breaks this promise and no other; one that repeats another breaks none."""
        report = check(self.contract, name, io.BytesIO(data), parameters=self._parameters, register=self._register)
        return report.repeated if fault.fault.duty is Duty.ONCE else set(report.counts) == {fault.promise}


def taken(contract: FileContract) -> str:
    """The promise that a right file is booked."""
    return f"{contract.id}:{TAKEN}"
