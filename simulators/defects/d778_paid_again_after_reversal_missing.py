"""#778: a pay code that was reversed once is struck off for good."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kanhe.model.formula import Value
from simulators.world import World

NUMBER = 778
TITLE = "冲正以后再缴的，入库流水里没有"
FAMILY = "land_income"
ROLE = "treasury"
LINKAGE = "linkage.land"
FINDS = ("LAND-95",)


def behave(name: str, honest: Any) -> Any:
    """What was struck off stays so."""
    if name != "told_income":
        return honest

    def told_income(world: World, values: Mapping[str, Value], now: str) -> World:
        code, amount = str(values["pay_code"]), values["paid_amount"]
        if isinstance(amount, Decimal) and amount < 0:
            struck: World = honest(world, values, now)
            return struck.put("struck off", code, record=now)
        new: World = world if world.find("struck off", code) else honest(world, values, now)
        return new

    return told_income
