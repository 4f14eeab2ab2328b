"""#885: the office that sends notices is told the amount of an instalment in 万元."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.simulate.behaviour import Tell
from simulators.asked import decimal_of
from simulators.defects.telling import about

NUMBER = 885
TITLE = "费源的金额以万元传给征收前置机，通知少收一万倍"
FAMILY = "land_fee"
ROLE = "finance"
LINKAGE = "linkage.land"
FINDS = ("LAND-90",)


def _wan(tell: Tell) -> tuple[Tell, ...]:
    amount = max((decimal_of(tell.values, "installment_amount") / 10000).quantize(Decimal("0.01")), Decimal("0.01"))
    return (replace(tell, values={**tell.values, "installment_amount": amount}),)


tells = about("land_payment.fee_due", _wan)
