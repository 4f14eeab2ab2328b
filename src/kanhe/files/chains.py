"""The last row of each key, for rules that compare a row with it: in memory while there are few, beyond that in a temporary database.

A block of rows asks for all its keys at once (`want`), works in memory, and puts away what has grown too large (`settle`), so that a
million keys cost no million lookups on disk.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from heapq import merge

from kanhe.contract.leaf import BadLeaf, read, write
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
        self._insert = f"INSERT OR REPLACE INTO chain VALUES ({', '.join('?' * (1 + len(types)))})"
        self._held: dict[str, Cut] = {}
        self._disk: sqlite3.Connection | None = None

    def want(self, keys: Collection[str]) -> None:
        """Have these keys at hand."""
        if self._disk is None:
            return
        asked = [key for key in keys if key not in self._held]
        query = "SELECT * FROM chain WHERE key IN (SELECT value FROM json_each(?))"
        for key, *texts in self._disk.execute(query, [json.dumps(asked, ensure_ascii=False)]):
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
        if self._disk is None:
            self._disk = sqlite3.connect("")  # a temporary file of SQLite's own, gone when it is closed
            cells = "".join(f", c{number} TEXT" for number in range(len(self.columns)))
            self._disk.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8000; "
                                     f"CREATE TABLE chain (key TEXT PRIMARY KEY{cells}) WITHOUT ROWID")
        keys = sorted(self._held)
        columns = [_packed(column) for column in zip(*map(self._held.__getitem__, keys), strict=True)]
        self._disk.executemany(self._insert, zip(keys, *columns, strict=True))
        self._held.clear()

    def rows(self) -> Iterator[tuple[str, list[str | None]]]:
        """(key, cells as texts) of every key, in order."""
        if self._disk is None:
            yield from ((key, self._texts(cells)) for key, cells in sorted(self._held.items()))
            return
        held = {key: self._texts(cells) for key, cells in self._held.items()}
        stored = self._disk.execute("SELECT * FROM chain ORDER BY key")
        away = ((key, self._texts(self._unpacked(texts))) for key, *texts in stored if key not in held)
        yield from merge(away, sorted(held.items()), key=lambda row: row[0].encode())

    def take_over(self, later: Chain) -> None:
        """What came later replaces what was there before."""
        if not self._held and self._disk is None:
            self._held, self._disk = later._held, later._disk
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
    return [cell if cell is None or isinstance(cell, str) else str(cell) for cell in cells]
