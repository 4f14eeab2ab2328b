"""#449: later terms keep the rate of the first one."""

from __future__ import annotations

from decimal import Decimal

from simulators.defects.deposit import priced_by
from simulators.deposit_terms import Certificate, Interest, priced

NUMBER = 449
TITLE = "自动转存的后几期仍按原利率"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-31", "DEP-31Q",)


def pricing(certificate: Certificate, fen: int, day: str, listed: Decimal) -> Interest:
    """Later terms keep the rate of the first one."""
    return priced(certificate, fen, day, certificate.rate)


behave = priced_by(pricing)
