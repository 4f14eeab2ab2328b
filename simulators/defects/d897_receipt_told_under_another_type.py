"""#897: the receipt of a clearing is told as one of a refund, so that nobody finds its voucher."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Tell
from simulators.asked import text_of
from simulators.defects.telling import about

NUMBER = 897
TITLE = "申请划款凭证的回单记到了同号的申请退款凭证名下"
FAMILY = "treasury_receipt"
ROLE = "vault"
LINKAGE = "linkage.treasury"
FINDS = ("TREA-95",)


def _other(tell: Tell) -> tuple[Tell, ...]:
    refund = {"voucher_type": "2302"} if text_of(tell.values, "voucher_type") == "2301" else {}
    return (replace(tell, values={**tell.values, **refund}),)


tells = about("treasury_voucher.receipted", _other)
