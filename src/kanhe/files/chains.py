"""The last row of each key, for rules that compare a row with it: in memory while there are few, beyond that on disk.

A block of rows asks for all its keys at once (`want`), works in memory, and puts away what has grown too large (`settle`), so that a
million keys cost no million lookups on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from types import NoneType

from kanhe.contract.leaf import BadLeaf, read, write
from kanhe.files.away import Away
from kanhe.model.contract import FieldType
from kanhe.model.formula import Value
from kanhe.model.words import Kind

IN_MEMORY = 1 << 17
Cut = tuple[Value, ...]
"""The cells of a row that somebody may ask for, in the order of the columns."""


class Chain:
    """key -> the cells of its last row. types: of the columns that are kept, in order."""

    def __init__(self, types: Mapping[str, FieldType], charset: str) -> None:
        self.columns: Sequence[str] = tuple(types)
        self._types, self._charset = tuple(types.values()), charset
        self._held: dict[str, Cut] = {}
        self._away = Away()

    def want(self, keys: Collection[str]) -> None:
        """Have these keys at hand."""
        if self._away.empty:
            return
        for key, texts in self._away.find(key for key in keys if key not in self._held):
            self._held[key] = self._unpacked(texts)

    def find(self, key: str) -> Cut | None:
        """The cells of a key that is at hand."""
        return self._held.get(key)

    def put(self, key: str, cells: Cut) -> None:
        """The row is now the last one of its key."""
        self._held[key] = cells

    @property
    def at_hand(self) -> dict[str, Cut]:
        """The rows at hand, for whoever finds and puts very many before the next settle()."""
        return self._held

    def settle(self) -> None:
        """Put away what is too much for memory."""
        if len(self._held) <= IN_MEMORY:
            return
        keys = sorted(self._held)
        cuts = list(map(self._held.__getitem__, keys))
        columns = [_packed(list(map(itemgetter(number), cuts))) for number in range(len(self.columns))]
        self._away.put(keys, zip(*columns, strict=True) if columns else ([] for _ in keys))
        self._held.clear()

    def rows(self) -> Iterator[tuple[str, list[str | None]]]:
        """(key, cells as texts) of every key, in order."""
        keys = sorted(self._held)
        held = zip(keys, map(_packed, map(self._held.__getitem__, keys)), strict=True)
        for key, texts in self._away.rows(held):
            yield key, self._texts(self._unpacked(texts))

    def take_over(self, later: Chain) -> None:
        """What came later replaces what was there before."""
        if not self._held and self._away.empty:
            self._held, self._away = later._held, later._away
            return
        for key, texts in later.rows():
            self.load(key, texts)
            self.settle()

    def load(self, key: str, texts: Sequence[str | None]) -> None:
        """Put a row that is given as texts; cells that are not of the present type are forgotten."""
        self.put(key, self._cut(texts))

    def _texts(self, cells: Cut) -> list[str | None]:
        return [None if value is None else str(write(kind, value)) for kind, value in zip(self._types, cells, strict=True)]

    def _unpacked(self, texts: Sequence[str | None]) -> Cut:
        return tuple(text if text is None else _UNPACKED.get(kind.kind, str)(text) for kind, text in zip(self._types, texts, strict=True))

    def _cut(self, texts: Sequence[str | None]) -> Cut:
        if len(texts) != len(self._types):
            return (None,) * len(self._types)
        return tuple(self._read(kind, text) for kind, text in zip(self._types, texts, strict=True))

    def _read(self, kind: FieldType, text: str | None) -> Value:
        try:
            return None if text is None else read(kind, text, self._charset)
        except BadLeaf:
            return None


_UNPACKED: dict[Kind, Callable[[str], Value]] = {
    Kind.MONEY: Decimal, Kind.DECIMAL: Decimal, Kind.INTEGER: int, Kind.BOOLEAN: "True".__eq__}


def _packed(cells: Sequence[Value]) -> Sequence[str | None]:
    """The cells of a column as texts that say exactly what they are; equal ones need not be written alike."""
    kinds = set(map(type, cells))
    if kinds <= {str, NoneType}:
        return cells  # type: ignore[return-value]
    return list(map(str, cells)) if NoneType not in kinds else [cell if cell is None else str(cell) for cell in cells]
