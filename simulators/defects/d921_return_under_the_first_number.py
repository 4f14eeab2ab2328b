"""#921: the desk that takes receipts keeps a return under the number of what it returns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kanhe.simulate.behaviour import Tell
from simulators.defects.telling import about

NUMBER = 921
TITLE = "实拨退款通知书传给回单那边时，用的是原拨款凭证的单号"
FAMILY = "treasury_voucher"
ROLE = "vault"
LINKAGE = "linkage.treasury"
FINDS = ("TREA-99",)


def _first(tell: Tell) -> tuple[Tell, ...]:
    voucher: Any = tell.values["voucher"]
    return (replace(tell, values={**tell.values, "voucher_no": voucher["OriBillNo"]}),)


tells = about("treasury_receipt.signed_3208", _first)
