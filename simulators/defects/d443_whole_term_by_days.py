"""#443: a whole term is counted in days."""

from __future__ import annotations

from decimal import Decimal

from simulators.defects.deposit import priced_by
from simulators.deposit_terms import Certificate, Interest, by_days, by_months, priced

NUMBER = 443
TITLE = "到期利息按实际天数除以 360，不按整月"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-31", "DEP-31Q",)


def pricing(certificate: Certificate, fen: int, day: str, listed: Decimal) -> Interest:
    """A whole term is counted in days."""
    honest = priced(certificate, fen, day, listed)
    if certificate.over(day) == 0:
        return honest
    wrong = by_days(fen, certificate.rate, certificate.since, certificate.due) - by_months(fen, certificate.rate, certificate.months)
    return Interest(fen=honest.fen + wrong, rate=honest.rate)


behave = priced_by(pricing)
