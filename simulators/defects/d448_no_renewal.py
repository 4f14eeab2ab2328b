"""#448: a certificate that renews itself is taken for overdue."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from simulators.defects.deposit import priced_by
from simulators.deposit_terms import Certificate, Interest, priced

NUMBER = 448
TITLE = "自动转存没有接着计下一期，逾期都按活期"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-31", "DEP-31Q",)


def pricing(certificate: Certificate, fen: int, day: str, listed: Decimal) -> Interest:
    """A certificate that renews itself is taken for overdue."""
    return priced(replace(certificate, auto=False), fen, day, listed)


behave = priced_by(pricing)
