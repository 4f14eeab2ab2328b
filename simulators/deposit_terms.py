"""Terms and interest of time deposits in integers: fen, millionths of a per cent, days.

A second opinion on the interest of the contracts: counted term by term and rounded with whole numbers. Rules: DEP-11, DEP-31 … DEP-36.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MICRO = 10**6
DEMAND = Decimal("0.10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate. months: term; rate: per cent per year; since: value date; parted: drawn in part before; parent: the certificate that
    it came out of; status: ACTIVE LOST FROZEN PLEDGED DRAWN PAID ROLLED. Its money lies in the ledger under its number."""

    number: str
    fixed: str
    payer: str
    name: str
    current: str
    collect: str
    months: int
    rate: Decimal
    since: str
    auto: bool
    parted: bool = False
    parent: str = ""
    status: str = "ACTIVE"

    @property
    def due(self) -> str:
        """The first day of maturity."""
        return due(self.since, self.months)

    def over(self, day: str) -> int:
        """How many terms are over: one at the most, unless the certificate renews itself."""
        passed = 0
        while due(self.since, self.months * (passed + 1)) <= day and (self.auto or passed == 0):
            passed += 1
        return passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """What an amount has earned, in fen, and the rate that is told with it."""

    fen: int
    rate: Decimal


Pricing = Callable[[Certificate, int, str, Decimal], Interest]
"""(certificate, fen, day of withdrawal, listed rate of that day) -> interest."""


def day_of(text: str) -> date:
    """yyyyMMdd as a date."""
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def due(since: str, months: int) -> str:
    """The day that many months later; where the month lacks it, its last one."""
    first = day_of(since)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return f"{year:04d}{month + 1:02d}{min(first.day, monthrange(year, month + 1)[1]):02d}"


def half_up(above: int, below: int) -> int:
    """A fraction of two whole numbers, not negative, rounded half up."""
    return (2 * above + below) // (2 * below)


def by_months(fen: int, rate: Decimal, months: int) -> int:
    """Interest in fen for whole months."""
    return half_up(fen * int(rate * MICRO) * months, 1200 * MICRO)


def by_days(fen: int, rate: Decimal, first: str, last: str, *, year: int = 360) -> int:
    """Interest in fen for actual days: the first in, the last out."""
    return half_up(fen * int(rate * MICRO) * (day_of(last) - day_of(first)).days, 100 * year * MICRO)


def priced(certificate: Certificate, fen: int, day: str, listed: Decimal) -> Interest:
    """The first term at the certificate's rate, each later one at the listed one, the days beside them at the demand rate."""
    terms = certificate.over(day)
    rest = by_days(fen, DEMAND, due(certificate.since, certificate.months * terms), day)
    if terms == 0:
        return Interest(fen=rest, rate=DEMAND)
    later = by_months(fen, listed, certificate.months * (terms - 1))
    return Interest(fen=by_months(fen, certificate.rate, certificate.months) + later + rest, rate=certificate.rate)
