"""What will happen at a simulated party, in order of time; of what is due at one moment, what was entered first comes first."""

from __future__ import annotations

import heapq
from typing import Any

_Item = tuple[str, int, Any]


class Agenda:
    """A heap beside the frozen world. Not thread-safe: the simulator that owns it holds a lock."""

    def __init__(self) -> None:
        self._heap: list[_Item] = []
        self._entered = 0

    def __len__(self) -> int:
        return len(self._heap)

    @property
    def next(self) -> str:
        """When the next item is due, '' where nothing waits."""
        return self._heap[0][0] if self._heap else ""

    def enter(self, moment: str, item: Any) -> None:
        """Let an item be due at a moment, yyyyMMddHHmmss."""
        self._entered += 1
        heapq.heappush(self._heap, (moment, self._entered, item))

    def pop(self, until: str) -> tuple[str, Any] | None:
        """The next item that is due by a moment, with its own moment; None where there is none."""
        if not self._heap or self._heap[0][0] > until:
            return None
        moment, _, item = heapq.heappop(self._heap)
        return moment, item

    def fork(self) -> Agenda:
        """Another agenda with the same items."""
        other = Agenda()
        other._heap, other._entered = list(self._heap), self._entered
        return other
