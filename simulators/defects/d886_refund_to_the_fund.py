"""#886: the account that a payment came from is told as the account that it went into."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Tell
from simulators.defects.telling import about
from simulators.land_levying import ACCOUNT

NUMBER = 886
TITLE = "退付系统记下的付款人账号是待缴专户，退给原付款人反被拒绝"
FAMILY = "land_payment"
ROLE = "land"
LINKAGE = "linkage.land"
FINDS = ("LAND-93",)


def _own(tell: Tell) -> tuple[Tell, ...]:
    return (replace(tell, values={**tell.values, "payee_account": ACCOUNT}),)


tells = about("land_refund.receipt_booked", _own)
