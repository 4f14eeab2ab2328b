"""Working days of the State Council list. Home of chinesecalendar. A year without a list is unknown, never weekday = working day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from kanhe.model.formula import Absent


def working_day(text: Any) -> bool:
    """Whether a yyyyMMdd day is a working day; Absent where no official list exists."""
    return _working(str(text))


@lru_cache(maxsize=4096)
def _working(text: str) -> bool:
    import chinese_calendar

    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
        return bool(chinese_calendar.is_workday(day))
    except (NotImplementedError, ValueError):
        raise Absent(f"日历 {text}") from None


def next_working_day(text: Any) -> str:
    """The first working day after a day; Absent where the list ends before it."""
    value = str(text)
    day = date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    for _ in range(31):
        day += timedelta(days=1)
        if working_day(f"{day:%Y%m%d}"):
            return f"{day:%Y%m%d}"
    raise Absent(f"日历 {text}")


def add_working_days(text: Any, count: Any) -> str:
    """The working day that is so many working days after a day, which itself is not counted; Absent where the list ends before it."""
    day = str(text)
    for _ in range(min(int(count), 260)):
        day = next_working_day(day)
    return day
