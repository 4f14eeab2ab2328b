"""#778: a pay code that was reversed once is struck off for good."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kanhe.model.formula import Value
from simulators.defects.collecting import Told, collecting
from simulators.world import World

NUMBER = 778
TITLE = "冲正以后再缴的，入库流水里没有"
FAMILY = "land_income"
ROLE = "treasury"
LINKAGE = "linkage.land"
FINDS = ("LAND-95",)


def taken_in(honest: Told, world: World, values: Mapping[str, Value], now: str) -> World:
    """What was struck off stays so."""
    code = str(values["pay_code"])
    if Decimal(str(values["paid_amount"])) < 0:
        return honest(world, values, now).put("struck off", code, record=now)
    return world if world.find("struck off", code) else honest(world, values, now)


behave = collecting(taken_in)
