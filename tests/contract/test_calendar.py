"""Working days: the State Council's list, and nothing where there is no list."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.contract.calendar import next_working_day, working_day
from kanhe.model.formula import Absent


@pytest.mark.parametrize(("day", "works"), [
    ("20260105", True), ("20260101", False), ("20250126", True), ("20250128", False), ("20241012", True), ("20241001", False), ("20240210", False)])
def test_known_days(day: str, works: bool) -> None:
    """Holidays rest, and Sundays that were swapped work."""
    assert works is working_day(day)


@given(st.dates(date(2005, 1, 1), date(2025, 12, 31)))
def test_agrees_with_the_list(day: date) -> None:
    """Every day of the listed years is as the list has it."""
    assert working_day(f"{day:%Y%m%d}") is chinese_calendar.is_workday(day)


@given(st.dates(date(2005, 1, 1), date(2025, 11, 30)))
def test_the_next_one_is_the_first(day: date) -> None:
    """The next working day works, and none between does."""
    found = next_working_day(f"{day:%Y%m%d}")
    end = date(int(found[:4]), int(found[4:6]), int(found[6:]))
    between = [day + timedelta(days=n) for n in range(1, (end - day).days)]
    assert working_day(found)
    assert not any(chinese_calendar.is_workday(d) for d in between)


@pytest.mark.parametrize("text", ["19990101", "20991231", "20260230", "", "abc", "2026010", None, 5])
def test_what_no_list_knows_is_absent(text: object) -> None:
    """A year without a list, or no day at all, is unknown: never weekday = working day."""
    with pytest.raises(Absent):
        working_day(text)
