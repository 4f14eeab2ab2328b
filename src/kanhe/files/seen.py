"""Which of very many keys occur more than once, in bounded memory: eight bytes per key, beyond half a million of them on disk.

Keys are kept as 64-bit hashes. Equal keys have equal hashes, so none is missed; whoever asks must look again at the keys whose hash
came twice, because different keys may share one.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import IO

IN_MEMORY = 1 << 19
SHELVES = 64


class Seen:
    """Hashes of keys, and which of them came twice."""

    def __init__(self) -> None:
        self._held = array("q")
        self._shelves: list[IO[bytes]] = []

    def add(self, keys: Iterable[object]) -> None:
        """Remember some keys."""
        self._held.extend(map(hash, keys))
        if len(self._held) > IN_MEMORY:
            self._put_away()

    def repeated(self) -> frozenset[int]:
        """The hashes that came more than once."""
        return frozenset(h for shelf in self._all() for h in _twice(shelf))

    def close(self) -> None:
        """Give up the disk."""
        for shelf in self._shelves:
            shelf.close()

    def _put_away(self) -> None:
        if not self._shelves:
            self._shelves = [tempfile.TemporaryFile() for _ in range(SHELVES)]  # noqa: SIM115 - closed in close()
        parts = [array("q") for _ in range(SHELVES)]
        for one in self._held:
            parts[one % SHELVES].append(one)
        for shelf, part in zip(self._shelves, parts, strict=True):
            part.tofile(shelf)
        self._held = array("q")

    def _all(self) -> Iterator[array[int]]:
        if not self._shelves:
            yield self._held
            return
        self._put_away()
        for shelf in self._shelves:
            size = shelf.tell() // 8
            shelf.seek(0)
            found = array("q")
            found.fromfile(shelf, size)
            yield found


def _twice(numbers: array[int]) -> Iterator[int]:
    ordered = sorted(numbers)
    return (a for a, b in pairwise(ordered) if a == b)
