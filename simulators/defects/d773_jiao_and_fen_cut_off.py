"""#773: amounts go into a whole-yuan column on their way."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal
from typing import Any

from kanhe.model.formula import Value
from simulators.world import World

NUMBER = 773
TITLE = "入库流水的金额舍去角分"
FAMILY = "land_income"
ROLE = "treasury"
LINKAGE = "linkage.land"
FINDS = ("LAND-95",)


def behave(name: str, honest: Any) -> Any:
    """Whole yuan."""
    if name != "told_income":
        return honest

    def told_income(world: World, values: Mapping[str, Value], now: str) -> World:
        amount = Decimal(str(values["paid_amount"])).to_integral_value(ROUND_DOWN).quantize(Decimal("0.01"))
        new: World = honest(world, {**values, "paid_amount": amount}, now)
        return new

    return told_income
