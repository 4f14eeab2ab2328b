"""#447: overdue days earn the rate of the certificate."""

from __future__ import annotations

from decimal import Decimal

from simulators.defects.deposit import priced_by
from simulators.deposit_terms import DEMAND, Certificate, Interest, by_days, due, priced

NUMBER = 447
TITLE = "逾期的天数仍按证实书利率计息"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-31", "DEP-31Q",)


def pricing(certificate: Certificate, fen: int, day: str, listed: Decimal) -> Interest:
    """Overdue days earn the rate of the certificate."""
    honest, terms = priced(certificate, fen, day, listed), certificate.over(day)
    if terms == 0:
        return honest
    first = due(certificate.since, certificate.months * terms)
    return Interest(fen=honest.fen + by_days(fen, certificate.rate, first, day) - by_days(fen, DEMAND, first, day), rate=honest.rate)


behave = priced_by(pricing)
