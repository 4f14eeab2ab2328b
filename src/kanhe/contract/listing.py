"""Rows of the shared books with an index, so that a loop over them need not look at every row.

Books change one thing at a time, and a listing follows them: what one row does to a listing and its indexes is told to a copy of them,
instead of making all anew.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from kanhe.model.formula import Row, Value

Place = tuple[Any, ...]
"""By what the rows of one listing are in order: the key of the thing, the number of the entry."""

Group = Sequence[tuple[Place, Row]]
"""Rows with equal values in the fields of an index, in order."""

Index = Mapping[tuple[Value, ...], Group]


class Listing(list[Row]):
    """Rows that never change, in order of their places. Where the books do not change, the same Listing is given out again, with its
    indexes."""

    __slots__ = ("_indexes", "_places")

    def __init__(self, rows: Sequence[Row] = (), places: Sequence[Place] | None = None) -> None:
        super().__init__(rows)
        self._places: list[Place] = [(number,) for number in range(len(self))] if places is None else list(places)
        self._indexes: dict[tuple[str, ...], Index | None] = {}

    def index(self, names: tuple[str, ...]) -> Index | None:  # type: ignore[override]
        """The rows by the values of these fields, made at first use; None where a row lacks one of them."""
        if names not in self._indexes:
            self._indexes[names] = self._made(names)
        return self._indexes[names]

    def changed(self, rows: Mapping[Place, Row | None]) -> Listing:
        """The listing with these rows put in their places, or (None) left out; indexes that were made are there, too."""
        found = Listing(self, self._places)
        moves = [move for place, row in rows.items() for move in found._put(place, row)]
        for names, index in self._indexes.items():
            moved = _moved(index, names, moves) if index is not None else None
            if moved is not None:
                found._indexes[names] = moved
        return found

    def _put(self, place: Place, row: Row | None) -> list[tuple[Place, Row | None, Row | None]]:
        """What that does, as (place, row before, row after)."""
        at = bisect_left(self._places, place)
        there = at < len(self) and self._places[at] == place
        before = self[at] if there else None
        if before is row:
            return []
        if row is None:
            del self[at], self._places[at]
        elif there:
            self[at] = row
        else:
            self.insert(at, row)
            self._places.insert(at, place)
        return [(place, before, row)]

    def _made(self, names: tuple[str, ...]) -> Index | None:
        found: dict[tuple[Value, ...], list[tuple[Place, Row]]] = defaultdict(list)
        try:
            columns = [[row[name] for row in self] for name in names]
        except KeyError:
            return None
        if any(None in column for column in columns):
            return None
        for key, row in zip(zip(*columns, strict=True), zip(self._places, self, strict=True), strict=True):
            found[key].append(row)
        return dict(found)


def _moved(index: Index, names: tuple[str, ...], moves: Sequence[tuple[Place, Row | None, Row | None]]) -> Index | None:
    """The index after the moves; None where it has to be made anew, since a row lacks a field or cannot be looked up by it."""
    found: dict[tuple[Value, ...], Group] = dict(index)
    try:
        for place, before, after in moves:
            if before is not None:
                value = tuple([before[name] for name in names])
                left = [other for other in found.pop(value) if other[0] != place]
                if left:
                    found[value] = left
            if after is not None:
                value = tuple([after[name] for name in names])
                if None in value:
                    return None
                group = list(found.get(value, ()))
                group.insert(bisect_left(group, place, key=itemgetter(0)), (place, after))
                found[value] = group
    except (KeyError, TypeError):
        return None
    return found
