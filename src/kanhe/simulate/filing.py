"""What a behaviour of a file contract says, by meanings, and how it becomes a sheet with the contract's columns.

A module that writes files has a function of the name that the contract's `behaviour:` gives, `(world, day) -> tuple[Filing, ...]`: the
files of one day, derived from its books; and `busy(world, day, chance, volume) -> World`: a day of made-up business (volume 0: none), or
`busy_<behaviour>` where the business of one contract is its own, such as a month of it up to its last day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from types import ModuleType
from typing import Any

from kanhe.contract.functions import add_days
from kanhe.errors import HarnessError
from kanhe.files.sheet import Sheet
from kanhe.files.writing import HONEST, Pen, write
from kanhe.model.contract import Field
from kanhe.model.file import FileContract
from kanhe.model.formula import Value

Meant = Mapping[str, Value]
Chance = Random
"""What made-up business draws from; seeded by whoever asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """One file by meanings: the single values (of name, header and trailer alike) and the rows. Totals and digest are left out."""

    values: Meant
    rows: Sequence[Meant] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A file as it is handed over. day: whose business it tells; at: when (yyyyMMddHHmmss); series: the member of the series."""

    name: str
    data: bytes
    day: str
    at: str
    series: str = ""
    sheet: Sheet = field(default_factory=lambda: Sheet(name={}), compare=False)


def sheet_of(contract: FileContract, filing: Filing) -> Sheet:
    """The columns of the contract filled by meaning; HarnessError where a required column's meaning is not said."""
    def filled(fields: Sequence[Field], meant: Meant, derived: frozenset[str]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for one in fields:
            if one.means in meant:
                found[one.path] = meant[one.means]
            elif one.required and one.constant is None and one.path not in derived:
                raise HarnessError(f"{contract.id} 的 {one.path} 要 {one.means or '（没有 means）'}，模拟器没有给")
        return found

    derived = frozenset(p.partition(".")[2] for t in contract.totals for p in t.into) | (
        {contract.digest.into.partition(".")[2]} if contract.digest is not None else frozenset())
    parts = {r.part: [c.field for c in r.columns] for r in contract.records}
    names = [p.field for p in contract.name.parts]
    return Sheet(name=filled(names, filing.values, derived), header=filled(parts.get("header", []), filing.values, derived),
                 rows=[filled(parts["row"], row, frozenset()) for row in filing.rows],
                 trailer=filled(parts.get("trailer", []), filing.values, derived))


def business(contract: FileContract, module: ModuleType, days: Sequence[tuple[str, int]], seed: int) -> Iterator[tuple[str, Any]]:
    """(day, world at its end) for days with so much business each; the same seed gives the same worlds."""
    world = module.start(contract.sender, {}, f"{days[0][0]}000000")
    busy = getattr(module, f"busy_{contract.behaviour}", None) or module.busy
    for day, volume in days:
        world = busy(world, day, Random(f"{seed}:{day}"), volume)  # noqa: S311 - reproducible, not secret
        yield day, world


@dataclass(slots=True, kw_only=True)
class Unfolding:
    """The simulated books of a contract day by day, and what a day might have been instead. The same seed gives the same ones."""

    contract: FileContract
    module: ModuleType
    seed: int
    world: Any = None

    def day(self, day: str, volume: int) -> tuple[list[Sheet], list[Sheet]]:
        """(the files of a day with so much business, those of another such day in its place); the books go on from the first."""
        before = self.module.start(self.contract.sender, {}, f"{day}000000") if self.world is None else self.world
        busy = getattr(self.module, f"busy_{self.contract.behaviour}", None) or self.module.busy
        self.world, other = (busy(before, day, Random(f"{self.seed}:{day}{way}"), so_much)  # noqa: S311 - reproducible, not secret
                             for way, so_much in (("", volume), (":other", volume + 1)))
        sheets = [[sheet_of(self.contract, filing) for filing in getattr(self.module, self.contract.behaviour)(world, day)]
                  for world in (self.world, other)]
        return sheets[0], sheets[1]


def deliveries(
    contract: FileContract, module: ModuleType, days: Sequence[tuple[str, int]], *, seed: int, pen: Pen = HONEST
) -> Iterator[Delivery]:
    """The files of these days, each handed over at 7 in the morning of the next one."""
    for day, world in business(contract, module, days, seed):
        for filing in getattr(module, contract.behaviour)(world, day):
            yield delivered(contract, sheet_of(contract, filing), day, pen)


def delivered(contract: FileContract, sheet: Sheet, day: str, pen: Pen = HONEST) -> Delivery:
    """One file of a day."""
    name, data = write(contract, sheet, pen)
    part = contract.series.by.partition(".")[2]
    return Delivery(name=name, data=data, day=day, at=f"{add_days(day, 1)}070000", series=str(sheet.name.get(part, "")), sheet=sheet)
