"""Interest on deposits, exact: by whole months, by days over 360, and how many whole terms have passed.

A rate is per cent per year, 1.75. Each amount of interest is rounded half up to the fen, once. Source: DEP-31, DEP-36 of the
interface document.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

FEN = Decimal("0.01")


def interest_months(amount: Decimal, rate: Any, months: Any) -> Decimal:
    """Interest for whole months: amount × months × rate / 12. Raises ValueError for a number of months that is not whole or negative."""
    if Decimal(months) < 0 or Decimal(months) % 1:
        raise ValueError(f"months: {months}")
    return (Decimal(amount) * Decimal(rate) * Decimal(months) / 1200).quantize(FEN, rounding=ROUND_HALF_UP)


def interest_days(amount: Decimal, rate: Any, days: int) -> Decimal:
    """Interest for actual days, the first one in and the last one out: amount × days × rate / 360. Raises ValueError for negative days."""
    if days < 0:
        raise ValueError(f"days: {days}")
    return (Decimal(amount) * Decimal(rate) * Decimal(days) / 36000).quantize(FEN, rounding=ROUND_HALF_UP)


def whole_terms(since: date, months: int, day: date) -> int:
    """How many terms of so many months that begin at `since` are over on `day`; a term is over on its day of maturity, which is the last
    day of a month that lacks the day. Raises ValueError for a term of no months or a day before it began."""
    if months <= 0 or day < since:
        raise ValueError(f"{months} months from {since} to {day}")
    passed = (day.year - since.year) * 12 + day.month - since.month
    last_day = (date(day.year + day.month // 12, day.month % 12 + 1, 1) - date(day.year, day.month, 1)).days
    if day.day < min(since.day, last_day):
        passed -= 1
    return passed // months
