"""#766: what the treasury's report is compared with is told in ten thousands of yuan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.simulate.behaviour import Tell
from simulators.defects.telling import about

NUMBER = 766
TITLE = "核对日报的当日合计以万元传给预算编制系统"
FAMILY = "capital_income"
ROLE = "finance"
LINKAGE = "linkage.capital"
FINDS = ("SCB-60",)


def _scaled(tell: Tell) -> tuple[Tell, ...]:
    total = Decimal(str(tell.values["receipts_total"])).scaleb(-4)
    return (replace(tell, values={**tell.values, "receipts_total": round(total, 2)}),)


tells = about("treasury_income.receipts_known", _scaled)
