"""#442: a year has 365 days."""

from __future__ import annotations

from decimal import Decimal

from simulators.defects.deposit import priced_by
from simulators.deposit_terms import DEMAND, Certificate, Interest, by_days, due, priced

NUMBER = 442
TITLE = "天数利息除以 365"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-31", "DEP-31Q",)


def pricing(certificate: Certificate, fen: int, day: str, listed: Decimal) -> Interest:
    """A year has 365 days."""
    honest = priced(certificate, fen, day, listed)
    first = due(certificate.since, certificate.months * certificate.over(day))
    wrong = by_days(fen, DEMAND, first, day, year=365) - by_days(fen, DEMAND, first, day)
    return Interest(fen=honest.fen + wrong, rate=honest.rate)


behave = priced_by(pricing)
