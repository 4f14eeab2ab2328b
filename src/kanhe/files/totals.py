"""Figures over all rows, kept while the rows go by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import compress
from typing import Any

from kanhe.model.file import FileContract, Total
from kanhe.model.formula import Value


class Sums:
    """The totals of a contract over the rows seen so far."""

    def __init__(self, contract: FileContract) -> None:
        self.totals = contract.totals
        self.columns = sorted({c for t in contract.totals for c in (t.column, *t.where) if c})
        self._spoilt: set[str] = set()
        self._now: dict[str, Value] = {t.name: 0 if t.of == "count" else Decimal(0) if t.of == "sum" else None for t in contract.totals}

    def spoil(self, column: str = "") -> None:
        """Some cells of a column (or some whole lines) could not be read: totals that need them are not known, the number of lines is."""
        self._spoilt |= {t.name for t in self.totals if (t.of != "count" or t.where) and (not column or column in (t.column, *t.where))}

    def add(self, count: int, typed: Mapping[str, Sequence[Value]]) -> None:
        """Take in some rows: how many, and the typed columns that the totals read."""
        for total in self.totals:
            if total.name in self._spoilt:
                continue
            chosen = _chosen(total, typed)
            if total.of == "count":
                self._now[total.name] = int(str(self._now[total.name])) + (count if chosen is None else sum(chosen))
                continue
            values = typed[total.column]
            found: list[Any] = [v for v in (values if chosen is None else compress(values, chosen)) if v is not None]
            self._now[total.name] = _joined(total, self._now[total.name], found)

    def values(self) -> dict[str, Value]:
        """The totals now, those that are known; a smallest or largest of no rows is None."""
        return {name: value for name, value in self._now.items() if name not in self._spoilt}


def _chosen(total: Total, typed: Mapping[str, Sequence[Value]]) -> list[bool] | None:
    if not total.where:
        return None
    wanted = tuple(total.where.values())
    return [cells == wanted for cells in zip(*(typed[c] for c in total.where), strict=True)]


def _joined(total: Total, before: Value, numbers: list[Any]) -> Value:
    if total.of == "sum":
        return sum(numbers, before if isinstance(before, Decimal) else Decimal(0))
    if not numbers:
        return before
    pick = min if total.of == "min" else max
    best: Any = pick(numbers)
    joined: Value = best if before is None else pick(best, before)
    return joined
