"""#919: a refund comes to the desk that takes receipts without its sign."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kanhe.model.document import copy, put, spread
from kanhe.simulate.behaviour import Tell
from simulators.defects.telling import about

NUMBER = 919
TITLE = "申请退款凭证传给回单那边时，金额的负号丢了"
FAMILY = "treasury_voucher"
ROLE = "vault"
LINKAGE = "linkage.treasury"
FINDS = ("TREA-97",)


def _unsigned(tell: Tell) -> tuple[Tell, ...]:
    voucher: Any = copy(tell.values["voucher"])
    for path in ("PayAmt", "DetailList.Detail[].PayAmt"):
        for place, node in list(spread(voucher, path)):
            put(voucher, place, str(node).removeprefix("-"))
    return (replace(tell, values={**tell.values, "voucher": voucher}),)


tells = about("treasury_receipt.signed_2302", _unsigned)
