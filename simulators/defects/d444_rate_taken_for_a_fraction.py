"""#444: 1.75 is taken for 175 per cent."""

from __future__ import annotations

from decimal import Decimal

from simulators.defects.deposit import priced_by
from simulators.deposit_terms import Certificate, Interest, priced

NUMBER = 444
TITLE = "利率 1.75 当小数用，利息放大一百倍"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-31", "DEP-31Q",)


def pricing(certificate: Certificate, fen: int, day: str, listed: Decimal) -> Interest:
    """1.75 is taken for 175 per cent."""
    honest = priced(certificate, fen, day, listed)
    return Interest(fen=honest.fen * 100, rate=honest.rate)


behave = priced_by(pricing)
