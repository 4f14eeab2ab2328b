"""#445: the day of withdrawal earns interest too."""

from __future__ import annotations

from decimal import Decimal

from simulators.defects.deposit import priced_by
from simulators.deposit_terms import DEMAND, MICRO, Certificate, Interest, day_of, half_up, priced

NUMBER = 445
TITLE = "提前支取的天数算头又算尾"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-31", "DEP-31Q",)


def pricing(certificate: Certificate, fen: int, day: str, listed: Decimal) -> Interest:
    """The day of withdrawal earns interest too."""
    if certificate.over(day):
        return priced(certificate, fen, day, listed)
    days = (day_of(day) - day_of(certificate.since)).days + 1
    return Interest(fen=half_up(fen * int(DEMAND * MICRO) * days, 36000 * MICRO), rate=DEMAND)


behave = priced_by(pricing)
