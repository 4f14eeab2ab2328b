"""The peer's business clock as far as it is known: the wall, until the peer says otherwise through its door for the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from kanhe.model.link import Link

_MOMENT = "%Y%m%d%H%M%S"


class TargetClock:
    """Called, it tells the peer's moment, yyyyMMddHHmmss. A peer without such a door lives by the wall."""

    def __init__(self, link: Link, wall: Callable[[], str]) -> None:
        self._link, self._wall = link, wall
        self._ahead, self._stands = timedelta(), ""
        self.move("+0s")  # a peer that has the door tells its moment

    def __call__(self) -> str:
        if self._stands:
            return self._stands
        now = self._wall()
        return (datetime.strptime(now[:14], _MOMENT) + self._ahead).strftime(_MOMENT) if self._ahead else now

    @property
    def stands(self) -> bool:
        """Whether the peer's clock goes on only when it is moved: then everything that was due has happened."""
        return bool(self._stands)

    def move(self, to: str) -> str:
        """Move the peer's clock on: `+30s`, `next-working-day` …; '' when it was done, else the Chinese reason why not."""
        moved = self._link.move_clock(to)
        if moved.reason:
            return moved.reason
        if moved.stands:
            self._stands = moved.now
        else:
            self._stands, self._ahead = "", datetime.strptime(moved.now, _MOMENT) - datetime.strptime(self._wall()[:14], _MOMENT)
        return ""
