"""The one clock of a simulator: the wall, the wall moved on by what was skipped, or a clock that stands until it is advanced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from kanhe.simulate.wall import wall_clock

MODES = ("real", "offset", "frozen")
_MOMENT = "%Y%m%d%H%M%S"


class SimClock:
    """Called, it tells the moment, yyyyMMddHHmmss. Not thread-safe by itself: it is moved under the simulator's lock.

    start: where the clock begins ('' = now). A real clock that is moved on becomes an offset one: it goes on at the wall's pace.
    """

    def __init__(self, start: str = "", *, frozen: bool = False, wall: Callable[[], str] = wall_clock) -> None:
        self._wall = wall
        self._stands = (start or wall()) if frozen else ""
        self._ahead = timedelta()
        if start and not frozen:
            self.set(start)

    @property
    def mode(self) -> str:
        """One of MODES."""
        return "frozen" if self._stands else "offset" if self._ahead else "real"

    def __call__(self) -> str:
        if self._stands:
            return self._stands
        now = self._wall()
        return (datetime.strptime(now, _MOMENT) + self._ahead).strftime(_MOMENT) if self._ahead else now

    def set(self, moment: str) -> None:
        """Let it be this moment; who calls makes sure that time does not go back."""
        if self._stands:
            self._stands = moment
        else:
            self._ahead = datetime.strptime(moment, _MOMENT) - datetime.strptime(self._wall(), _MOMENT)
