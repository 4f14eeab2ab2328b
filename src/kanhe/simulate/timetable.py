"""Business time as text: working days, cut-off, day switch, accounting and value date, and how far to jump.

A moment is yyyyMMddHHmmss, a day yyyyMMdd, both Asia/Shanghai. Working days are those of the State Council list; where no list
exists `CalendarUnknown` is raised: a weekday is never taken for a working day (the interface document, 2.7).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from kanhe.contract import calendar
from kanhe.model.formula import Absent
from kanhe.model.hours import Hours

_MOMENT = "%Y%m%d%H%M%S"
_SPAN = re.compile(r"\+?([0-9]{1,6})(s|m|h|d|wd)", re.ASCII)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
JUMPS = "next-cutoff、next-day-switch、next-working-day、2026-10-09T09:30、+30s、+2h、+1wd"


class CalendarUnknown(ValueError):
    """No official list says whether a day is a working day."""


class BadJump(ValueError):
    """A target for the clock that cannot be understood or lies in the past; the text is Chinese."""


def later(moment: str, seconds: int) -> str:
    """A moment so many seconds later (or, if negative, earlier)."""
    return (datetime.strptime(moment, _MOMENT) + timedelta(seconds=seconds)).strftime(_MOMENT)


def next_day(day: str, days: int = 1) -> str:
    """The calendar day so many days later."""
    return later(day + "000000", days * 86_400)[:8]


@lru_cache(maxsize=4096)
def official(day: str) -> bool:
    """Whether a day is a working day of the official list; raises CalendarUnknown."""
    try:
        return calendar.working_day(day)
    except Absent:
        raise CalendarUnknown(f"{day[:4]} 年没有国务院办公厅的放假安排，{dashed(day)} 是不是工作日未知") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The business day of one party. working: whether a day is a working day; raises CalendarUnknown where nobody knows."""

    hours: Hours = Hours()
    working: Callable[[str], bool] = field(default=official)

    def next_working_day(self, day: str) -> str:
        """The first working day after this day."""
        day = next_day(day)
        while not self.working(day):
            day = next_day(day)
        return day

    def accounting_date(self, now: str) -> str:
        """After the day switch, or on a day off, it is the next working day."""
        return self._or_next(now, self.hours.day_switch)

    def value_date(self, now: str) -> str:
        """From the cut-off on, or on a day off, money counts from the next working day."""
        return self._or_next(now, self.hours.cutoff)

    def on_time(self, now: str) -> bool:
        """Whether business is still taken for this day."""
        return self.value_date(now) == now[:8]

    def next_opening(self, now: str) -> str:
        """When the next working day begins."""
        return self.next_working_day(now[:8]) + self.hours.opens

    def next_mark(self, now: str, time: str) -> str:
        """The next moment after `now` at which it is this time of a working day."""
        if time and now[8:] < time and self.working(now[:8]):
            return now[:8] + time
        return self.next_working_day(now[:8]) + time

    def after(self, moment: str, span: str, *, at: str = "") -> str:
        """So long after a moment: `30s 2m 1h 1d 1wd`; at (HHmmss) is the time of that day. Raises BadJump."""
        found = _SPAN.fullmatch(span)
        if not found:
            raise BadJump(f"时间写作 {span}，应为 30s、2m、1h、1d 或 1wd（工作日）")
        number, unit = int(found[1]), found[2]
        if unit == "wd":
            day = moment[:8]
            for _ in range(min(number, 400)):
                day = self.next_working_day(day)
            return day + (at or moment[8:])
        when = later(moment, number * _SECONDS[unit])
        return when[:8] + at if at else when

    def target(self, now: str, to: str) -> str:
        """The moment that a jump leads to. Raises BadJump for what is no jump or leads back, CalendarUnknown."""
        if to == "next-working-day":
            return self.next_opening(now)
        for name, time in (("next-cutoff", self.hours.cutoff), ("next-day-switch", self.hours.day_switch)):
            if to == name:
                if not time:
                    raise BadJump(f"这一方没有声明{'截止时间' if name == 'next-cutoff' else '日切时间'}")
                return self.next_mark(now, time)
        moment = self.after(now, to) if _SPAN.fullmatch(to) else moment_of(to)
        if moment < now:
            raise BadJump(f"{to} 早于模拟器的现在 {spoken(now)}，时钟不能倒走")
        return moment

    def _or_next(self, now: str, time: str) -> str:
        day = now[:8]
        return day if self.working(day) and not (time and now[8:14] >= time) else self.next_working_day(day)


def moment_of(text: str) -> str:
    """The moment of a text like 2026-10-09T09:30; raises BadJump."""
    found = _ISO.fullmatch(text)
    try:
        if found:
            return datetime(*(int(part or 0) for part in found.groups())).strftime(_MOMENT)  # type: ignore[arg-type]
    except ValueError:
        pass
    raise BadJump(f"不知道 {text} 是什么时候，应为 {JUMPS}")


def dashed(day: str) -> str:
    """A day as a person reads it: 2026-09-30."""
    return f"{day[:4]}-{day[4:6]}-{day[6:8]}"


def spoken(moment: str) -> str:
    """A moment as a person reads it: 2026-09-30 (三) 16:58:41."""
    weekday = "一二三四五六日"[datetime.strptime(moment[:8], "%Y%m%d").weekday()]
    return f"{dashed(moment)} ({weekday}) {moment[8:10]}:{moment[10:12]}:{moment[12:14]}"
