"""#753: the payment office is told a contract's amount in ten thousands of yuan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.simulate.behaviour import Tell
from simulators.defects.telling import about

NUMBER = 753
TITLE = "合同金额以万元传给支付系统"
FAMILY = "investment"
ROLE = "finance"
LINKAGE = "linkage.investment"
FINDS = ("INV-60",)


def _scaled(tell: Tell) -> tuple[Tell, ...]:
    amount = Decimal(str(tell.values["contract_amount"])).scaleb(-4)
    return (replace(tell, values={**tell.values, "contract_amount": round(amount, 2)}),)


tells = about("investment_payment.contract_filed", _scaled)
