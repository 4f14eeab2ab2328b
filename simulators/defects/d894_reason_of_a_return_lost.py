"""#894: who wrote a voucher sees that it went back, and not why."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Tell
from simulators.defects.telling import about

NUMBER = 894
TITLE = "送回单的一方退回凭证，写凭证的一方看不到原因"
FAMILY = "treasury_receipt"
ROLE = "vault"
LINKAGE = "linkage.treasury"
FINDS = ("TREA-93",)


def _silent(tell: Tell) -> tuple[Tell, ...]:
    return (replace(tell, values={**tell.values, "reason": ""}),)


tells = about("treasury_voucher.handed_back", _silent)
