"""#891: the desk that takes receipts never learns of a direct payment with more than one detail."""

from __future__ import annotations

from typing import Any

from kanhe.simulate.behaviour import Tell
from simulators.defects.telling import about

NUMBER = 891
TITLE = "明细不止一笔的直接支付凭证签收以后，回单那边没有"
FAMILY = "treasury_voucher"
ROLE = "vault"
LINKAGE = "linkage.treasury"
FINDS = ("TREA-90",)


def _single(tell: Tell) -> tuple[Tell, ...]:
    voucher: Any = tell.values["voucher"]
    details = voucher["DetailList"]["Detail"]
    return (tell,) if isinstance(details, dict) or len(details) == 1 else ()


tells = about("treasury_receipt.signed_5201", _single)
