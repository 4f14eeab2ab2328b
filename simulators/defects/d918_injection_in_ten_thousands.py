"""#918: the voucher gateway is told an injection in ten thousands of yuan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.simulate.behaviour import Tell
from simulators.defects.telling import about

NUMBER = 918
TITLE = "资本金注入以万元传给凭证库接入端，实拨少付"
FAMILY = "capital_budget"
ROLE = "finance"
LINKAGE = "linkage.voucher"
FINDS = ("SCB-61",)


def _scaled(tell: Tell) -> tuple[Tell, ...]:
    amount = round(Decimal(str(tell.values["order_amount"])).scaleb(-4), 2)
    return (replace(tell, values={**tell.values, "order_amount": max(amount, Decimal("0.01"))}),)


tells = about("treasury_voucher.appropriation_ordered", _scaled)
