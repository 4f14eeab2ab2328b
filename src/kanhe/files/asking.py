"""One formula asked of many rows: over whole columns where it can be, of the rest one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kanhe.contract.columns import Column, Over, Rows, Unsure, over_columns
from kanhe.model.formula import Absent, Formula, Scene, Value

PARTS = ("row", "former")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A formula ready to be asked. reads: (part, column) of the cells that differ from row to row."""

    formula: Formula
    reads: tuple[tuple[str, str], ...]
    one: Callable[[Scene], Any]
    all: Over | None

    @classmethod
    def of(cls, formula: Formula) -> Asked:
        """The formula with what it reads."""
        cells = sorted(path.split(".", 1) for path in formula.paths if path.startswith(tuple(f"{part}." for part in PARTS)))
        return cls(formula=formula, reads=tuple((part, name) for part, name in cells), one=getattr(formula, "run", formula),
                   all=over_columns(formula.text))

    def answers(self, rows: Rows) -> Column:
        """For every row whether it holds; not true, too, where it does not apply."""
        if self.all is None:
            return self._each(rows, _yes)
        try:
            return self.all(rows)
        except Unsure:
            whole = [all(cell is not None for cell in cells) for cells in self._cells(rows)]
        if all(whole) or not any(whole):
            return self._each(rows, _yes)
        some, others = iter(self.answers(rows.only(whole))), iter(self._each(rows.only([not w for w in whole]), _yes))
        return [next(some) if w else next(others) for w in whole]

    def texts(self, rows: Rows) -> Sequence[str | None]:
        """For every row what the formula says, as text; None where it says nothing."""
        try:
            found = self.all(rows) if self.all is not None else self._each(rows, _text)
        except Unsure:
            return self._each(rows, _text)
        return found if set(map(type, found)) == {str} else [value if value is None else str(value) for value in found]

    def _cells(self, rows: Rows) -> Iterable[tuple[Value, ...]]:
        return zip(*(rows.column(*way) for way in self.reads), strict=True) if self.reads else [()] * rows.count

    def _each(self, rows: Rows, ask: Callable[[Callable[[Scene], Any], Scene], Any]) -> list[Any]:
        """Row by row; where no decimals are read (equal ones can be written differently) the same cells are asked once."""
        names, known = rows.scene.names, dict[tuple[Value, ...], Any]()
        exact = not any(Decimal in set(map(type, rows.column(*way))) for way in self.reads)
        found = []
        for cells in self._cells(rows):
            if not exact or cells not in known:
                for part in PARTS:
                    names[part] = {name: cell for (of, name), cell in zip(self.reads, cells, strict=True) if of == part}
                known[cells] = ask(self.one, rows.scene)
            found.append(known[cells])
        return found


def _yes(run: Callable[[Scene], Any], scene: Scene) -> bool:
    try:
        return bool(run(scene))
    except Absent:
        return False


def _text(run: Callable[[Scene], Any], scene: Scene) -> str | None:
    try:
        return str(run(scene))
    except Absent:
        return None
