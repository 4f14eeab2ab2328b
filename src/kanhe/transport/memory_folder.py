"""A folder that is only remembered: where simulated parties in this process hand files over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kanhe.transport.depot import DepotError


class MemoryFolder:
    """See transport.depot.Depot."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    @property
    def where(self) -> str:
        """Nowhere but here."""
        return "memory:"

    def sizes(self) -> Mapping[str, int]:
        """Every file."""
        return {name: len(data) for name, data in self._files.items()}

    def read(self, name: str) -> Iterator[bytes]:
        """The file in one piece."""
        if name not in self._files:
            raise DepotError(self.where, f"没有 {name}")
        yield self._files[name]

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Make or replace a file."""
        self._files[name] = b"".join(pieces)

    def rename(self, old: str, new: str) -> None:
        """Give a file its name."""
        if old not in self._files:
            raise DepotError(self.where, f"没有 {old}")
        self._files[new] = self._files.pop(old)

    def close(self) -> None:
        """Nothing is held."""
