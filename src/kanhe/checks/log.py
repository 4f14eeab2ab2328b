"""The exchanges with one peer in order, found again by a value: a check must not read them all each time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from kanhe.model.document import MISSING, get
from kanhe.model.exchange import Exchange

LONGEST = 20_000


class Log:
    """Append-only; the oldest fifth is forgotten when it grows beyond 20,000 exchanges."""

    def __init__(self, exchanges: tuple[Exchange, ...] = ()) -> None:
        self._all = list(exchanges)
        self._found: dict[tuple[str, bool, str], tuple[list[int], dict[Any, list[Exchange]]]] = {}

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Exchange]:
        return iter(self._all)

    def append(self, exchange: Exchange) -> None:
        """Add the newest exchange."""
        self._all.append(exchange)
        if len(self._all) > LONGEST:
            del self._all[: LONGEST // 5]
            self._found.clear()

    def sharing(self, side: str, path: str, value: object, *, inbound: bool) -> list[Exchange]:
        """Exchanges, oldest first, whose request or reply (`side`) has this text at the path."""
        read, index = self._found.setdefault((side, inbound, path), ([0], {}))
        for exchange in self._all[read[0] :]:
            node = get(getattr(exchange, side), path) if exchange.inbound is inbound else MISSING
            if isinstance(node, (str, int)):
                index.setdefault(node, []).append(exchange)
        read[0] = len(self._all)
        return index.get(value, []) if isinstance(value, (str, int)) else []

    def between(self, earliest: str, latest: str) -> Iterator[Exchange]:
        """Exchanges, youngest first, that took place from the one moment to the other (yyyyMMddHHmmss, both included)."""
        for place in range(bisect_right(self._all, latest, key=_second) - 1, -1, -1):
            if _second(self._all[place]) < earliest:
                return
            yield self._all[place]


def _second(exchange: Exchange) -> str:
    return exchange.at[:14]
