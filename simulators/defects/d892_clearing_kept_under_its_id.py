"""#892: the desk that takes receipts keeps a clearing under its Id, and not under its number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kanhe.simulate.behaviour import Tell
from simulators.defects.telling import about

NUMBER = 892
TITLE = "申请划款凭证传给回单那边时，Id 当成了凭证号"
FAMILY = "treasury_voucher"
ROLE = "vault"
LINKAGE = "linkage.treasury"
FINDS = ("TREA-91",)


def _by_id(tell: Tell) -> tuple[Tell, ...]:
    voucher: Any = tell.values["voucher"]
    return (replace(tell, values={**tell.values, "voucher_no": voucher["Id"]}),)


tells = about("treasury_receipt.signed_2301", _by_id)
