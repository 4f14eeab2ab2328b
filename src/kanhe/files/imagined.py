"""Files of a contract that nobody simulates: the specimen on other days, with other keys and amounts. What its rules say of them is for
whoever uses them to find out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from kanhe.contract import values
from kanhe.contract.draw import Draw
from kanhe.contract.leaf import BadLeaf, read
from kanhe.files.sheet import Sheet
from kanhe.model.contract import Field
from kanhe.model.file import Cells, FileContract
from kanhe.model.formula import Value


@dataclass(slots=True, kw_only=True)
class Imagined:
    """Days of a contract from its specimen. The same seed gives the same ones."""

    contract: FileContract
    specimen: Sheet
    draw: Draw
    _derived: frozenset[str] = field(init=False)
    _day: str = field(init=False)

    def __post_init__(self) -> None:
        contract = self.contract
        self._derived = frozenset(p for t in contract.totals for p in t.into) | ({contract.digest.into} if contract.digest else set())
        order = contract.series.order.partition(".")[2]
        self._day = next((p.field.means for p in contract.name.parts if p.field.path == order), "")

    def day(self, day: str, volume: int) -> tuple[list[Sheet], list[Sheet]]:
        """(the file of a day with so many rows, another one that might be in its place)."""
        return [self._sheet(day, volume)], [self._sheet(day, volume + 1)]

    def _sheet(self, day: str, volume: int) -> Sheet:
        rows = self.specimen.rows
        parts = {p: {name: value for name, value in getattr(self.specimen, p).items() if f"{p}.{name}" not in self._derived}
                 for p in ("header", "trailer")}
        dated = {p: self._dated(cells, [c.field for c in record.columns], day) for p, cells in parts.items()
                 if (record := self.contract.record(p)) is not None}
        name = self._dated(self.specimen.name, [p.field for p in self.contract.name.parts], day)
        made = [self._row(rows[number % len(rows)], day) for number in range(volume)] if rows else []
        return replace(Sheet(name=name), rows=made, header=dated.get("header", {}), trailer=dated.get("trailer", {}))

    def _dated(self, cells: Cells, fields: list[Field], day: str) -> dict[str, Value]:
        return {**cells, **{f.path: day for f in fields if f.means == self._day and self._day}}

    def _row(self, row: Cells, day: str) -> Cells:
        contract, found = self.contract, self._dated(row, [c.field for c in self.contract.row.columns], day)
        keys = {*contract.matching.key, *(c for u in contract.unique for c in u.columns)}
        for column in contract.row.columns:
            if column.field.constant is None and column.field.means != self._day and column.name in (*keys, contract.matching.amount):
                make = values.unique if column.name in keys else values.ordinary
                value = self._read(column.field, make(column.field.type, self.draw, f"{day}090000"), found)
                before = row.get(column.name)
                back = isinstance(value, Decimal) and isinstance(before, Decimal) and before < 0 < value
                found[column.name] = -value if back else value  # type: ignore[operator]
        return found

    def _read(self, one: Field, node: Any, before: Mapping[str, Value]) -> Value:
        try:
            return read(one.type, node, self.contract.charset)
        except BadLeaf:
            return before.get(one.path)  # as the specimen has it
