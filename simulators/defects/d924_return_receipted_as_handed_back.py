"""#924: the receipt of a return is taken for its being handed back."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Tell
from simulators.asked import text_of
from simulators.defects.telling import about

NUMBER = 924
TITLE = "实拨退款通知书有了回单，写凭证的一方看到的是已退回"
FAMILY = "treasury_receipt"
ROLE = "vault"
LINKAGE = "linkage.treasury"
FINDS = ("TREA-102",)


def _back(tell: Tell) -> tuple[Tell, ...]:
    if text_of(tell.values, "voucher_type") != "3208":
        return (tell,)
    return (replace(tell, event="treasury_voucher.handed_back", values={**tell.values, "reason": "退回"}),)


tells = about("treasury_voucher.receipted", _back)
