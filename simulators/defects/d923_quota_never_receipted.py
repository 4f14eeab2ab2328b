"""#923: who wrote a quota never sees its receipt."""

from __future__ import annotations

from kanhe.simulate.behaviour import Tell
from simulators.asked import text_of
from simulators.defects.telling import about

NUMBER = 923
TITLE = "额度通知单的回单收下了，写凭证的一方还是已签收"
FAMILY = "treasury_receipt"
ROLE = "vault"
LINKAGE = "linkage.treasury"
FINDS = ("TREA-101",)


def _others(tell: Tell) -> tuple[Tell, ...]:
    return () if text_of(tell.values, "voucher_type") == "5106" else (tell,)


tells = about("treasury_voucher.receipted", _others)
