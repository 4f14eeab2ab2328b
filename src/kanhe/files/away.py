"""Rows put away on disk by key, the last one of each key to be found again.

Theory of operation. What is put away at once is a run: one file, its rows in order of key, cut into shelves; the first key of every
shelf stays in memory. A later run hides an earlier one. The hashes of a run's keys stay in memory, too, eight bytes each, so that a key
that is not in it costs no look at the disk.
"""

from __future__ import annotations

import json
import tempfile
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from typing import IO

SHELF = 64  # rows
Row = tuple[str, Sequence[str | None]]
"""A key and the cells of its row, as texts."""


class Run:
    """Rows that were put away at once, in order of key, each key once."""

    def __init__(self, keys: Sequence[str], cells: Iterable[Sequence[str | None]]) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the run
        self._firsts = keys[::SHELF]
        self._starts = array("Q", [0])
        self._hashes = array("q", sorted(map(hash, keys)))
        rows = list(zip(keys, cells, strict=True))
        for start in range(0, len(rows), SHELF):
            data = json.dumps(rows[start : start + SHELF]).encode("ascii")
            self._file.write(data)
            self._starts.append(self._starts[-1] + len(data))

    def find(self, keys: Iterable[str]) -> Iterator[Row]:
        """Those of the keys, in order, that are here."""
        number, shelf, hashes = -1, dict[str, Sequence[str | None]](), self._hashes
        for key in keys:
            mark = hash(key)
            place = bisect_left(hashes, mark)
            if place == len(hashes) or hashes[place] != mark:
                continue
            where = bisect_right(self._firsts, key) - 1
            if where < 0:
                continue
            if where != number:
                number, shelf = where, dict(self._shelf(where))
            if key in shelf:
                yield key, shelf[key]

    def rows(self) -> Iterator[Row]:
        """All of them, in order of key."""
        for number in range(len(self._firsts)):
            yield from self._shelf(number)

    def close(self) -> None:
        """Give up the disk."""
        self._file.close()

    def _shelf(self, number: int) -> list[Row]:
        self._file.seek(self._starts[number])
        found: list[Row] = json.loads(self._file.read(self._starts[number + 1] - self._starts[number]))
        return found


class Away:
    """All that was put away."""

    def __init__(self) -> None:
        self._runs: list[Run] = []  # the latest first

    @property
    def empty(self) -> bool:
        """Whether nothing was put away."""
        return not self._runs

    def put(self, keys: Sequence[str], cells: Iterable[Sequence[str | None]]) -> None:
        """Put rows away. keys: in order, each once."""
        self._runs.insert(0, Run(keys, cells))

    def find(self, keys: Iterable[str]) -> Iterator[Row]:
        """The last row of each of these keys that was put away at all."""
        left = sorted(keys)
        for run in self._runs:
            found = dict(run.find(left))
            yield from found.items()
            left = [key for key in left if key not in found] if found else left

    def rows(self, above: Iterable[Row] = ()) -> Iterator[Row]:
        """The last row of every key, in order of key. above: rows in order of key that hide what was put away."""
        last = None
        layers = [((row[0], number, row[1]) for row in rows) for number, rows in enumerate((above, *(r.rows() for r in self._runs)))]
        for key, _, cells in merge(*layers, key=lambda row: row[:2]):
            if key != last:
                last = key
                yield key, cells

    def close(self) -> None:
        """Give up the disk."""
        for run in self._runs:
            run.close()
        self._runs = []
