"""#922: the receipt of a refund is put down to a clearing."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Tell
from simulators.asked import text_of
from simulators.defects.telling import about

NUMBER = 922
TITLE = "申请退款凭证的回单记到了申请划款凭证名下"
FAMILY = "treasury_receipt"
ROLE = "vault"
LINKAGE = "linkage.treasury"
FINDS = ("TREA-100",)


def _other(tell: Tell) -> tuple[Tell, ...]:
    clearing = {"voucher_type": "2301"} if text_of(tell.values, "voucher_type") == "2302" else {}
    return (replace(tell, values={**tell.values, **clearing}),)


tells = about("treasury_voucher.receipted", _other)
