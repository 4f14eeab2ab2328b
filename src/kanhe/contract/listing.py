"""Rows of the shared books with an index, so that a loop over them need not look at every row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kanhe.model.formula import Row, Value

Group = Sequence[tuple[int, Row]]
"""(place in the listing, row), in order."""


class Listing(list[Row]):
    """Rows that never change. Where the books do not change, the same Listing is given out again, with its indexes."""

    __slots__ = ("_indexes",)

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        super().__init__(rows)
        self._indexes: dict[tuple[str, ...], dict[tuple[Value, ...], list[tuple[int, Row]]] | None] = {}

    def index(self, names: tuple[str, ...]) -> dict[tuple[Value, ...], list[tuple[int, Row]]] | None:  # type: ignore[override]
        """The rows by the values of these fields, made at first use; None where a row lacks one of them."""
        if names not in self._indexes:
            self._indexes[names] = self._made(names)
        return self._indexes[names]

    def _made(self, names: tuple[str, ...]) -> dict[tuple[Value, ...], list[tuple[int, Row]]] | None:
        found: dict[tuple[Value, ...], list[tuple[int, Row]]] = defaultdict(list)
        try:
            columns = [[row[name] for row in self] for name in names]
        except KeyError:
            return None
        if any(None in column for column in columns):
            return None
        for key, row in zip(zip(*columns, strict=True), enumerate(self), strict=True):
            found[key].append(row)
        return dict(found)
