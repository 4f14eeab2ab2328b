"""#773: amounts go into a whole-yuan column on their way."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal

from kanhe.model.formula import Value
from simulators.defects.collecting import Told, collecting
from simulators.world import World

NUMBER = 773
TITLE = "入库流水的金额舍去角分"
FAMILY = "land_income"
ROLE = "treasury"
LINKAGE = "linkage.land"
FINDS = ("LAND-95",)


def taken_in(honest: Told, world: World, values: Mapping[str, Value], now: str) -> World:
    """Whole yuan."""
    amount = Decimal(str(values["paid_amount"])).to_integral_value(ROUND_DOWN).quantize(Decimal("0.01"))
    return honest(world, {**values, "paid_amount": amount}, now)


behave = collecting(taken_in)
