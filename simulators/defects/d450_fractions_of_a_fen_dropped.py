"""#450: interest is cut, not rounded."""

from __future__ import annotations

from decimal import Decimal

from simulators.defects.deposit import priced_by
from simulators.deposit_terms import DEMAND, MICRO, Certificate, Interest, by_days, day_of, due, priced

NUMBER = 450
TITLE = "利息截去分以下，不四舍五入"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-31", "DEP-31Q",)


def pricing(certificate: Certificate, fen: int, day: str, listed: Decimal) -> Interest:
    """Interest is cut, not rounded."""
    honest, terms = priced(certificate, fen, day, listed), certificate.over(day)
    first = due(certificate.since, certificate.months * terms)
    exact = fen * int(DEMAND * MICRO) * (day_of(day) - day_of(first)).days
    return Interest(fen=honest.fen - by_days(fen, DEMAND, first, day) + exact // (36000 * MICRO), rate=honest.rate)


behave = priced_by(pricing)
