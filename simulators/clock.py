"""The clock of a simulated world: business time as text, working days and cut-offs; it never reads the wall clock.

A moment is `yyyyMMddHHmmss`, a day `yyyyMMdd`. Whether a day is a working day is asked of a function that is given
(the calendar belongs to the contracts); a calendar that does not know the year raises, it never guesses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

Workdays = Callable[[str], bool]

_MOMENT = "%Y%m%d%H%M%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A virtual moment; day_switch (HHmmss) is when the accounting date moves on (日切), '' for midnight."""

    now: str
    day_switch: str = ""

    @property
    def today(self) -> str:
        """The calendar day."""
        return self.now[:8]

    def advanced(self, seconds: int) -> Clock:
        """The clock so many seconds later; time never goes back."""
        if seconds < 0:
            raise ValueError("the clock never goes back")
        return replace(self, now=later(self.now, seconds))

    def accounting_date(self, workdays: Workdays) -> str:
        """The bank's accounting date: after the switch, or on a day off, it is the next working day."""
        if workdays(self.today) and not (self.day_switch and self.now[8:] >= self.day_switch):
            return self.today
        return next_working_day(self.today, workdays)


def later(moment: str, seconds: int) -> str:
    """A moment so many seconds later (or, if negative, earlier)."""
    return (datetime.strptime(moment, _MOMENT) + timedelta(seconds=seconds)).strftime(_MOMENT)


def next_day(day: str, days: int = 1) -> str:
    """The calendar day so many days later."""
    return later(day + "000000", days * 86_400)[:8]


def next_working_day(day: str, workdays: Workdays) -> str:
    """The first working day after this day; raises what the calendar raises for a year that it does not know."""
    day = next_day(day)
    while not workdays(day):
        day = next_day(day)
    return day


def add_working_days(day: str, days: int, *, workdays: Workdays) -> str:
    """The n-th working day after this day."""
    for _ in range(days):
        day = next_working_day(day, workdays)
    return day


def working_days_between(first: str, last: str, *, workdays: Workdays) -> int:
    """How many working days lie in (first, last]."""
    count = 0
    while first < last:
        first = next_day(first)
        count += workdays(first)
    return count
