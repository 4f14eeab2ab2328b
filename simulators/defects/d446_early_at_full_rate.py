"""#446: what is drawn early keeps the rate of the certificate."""

from __future__ import annotations

from decimal import Decimal

from simulators.defects.deposit import priced_by
from simulators.deposit_terms import Certificate, Interest, by_days, priced

NUMBER = 446
TITLE = "提前支取仍按证实书利率计息"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-31", "DEP-31Q", "DEP-32",)


def pricing(certificate: Certificate, fen: int, day: str, listed: Decimal) -> Interest:
    """What is drawn early keeps the rate of the certificate."""
    if certificate.over(day):
        return priced(certificate, fen, day, listed)
    return Interest(fen=by_days(fen, certificate.rate, certificate.since, day), rate=certificate.rate)


behave = priced_by(pricing)
