"""#767: what the bank reports only on the day after is not in any file."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.model.formula import Value
from simulators.defects.collecting import Told, collecting
from simulators.world import World

NUMBER = 767
TITLE = "银行次日才报来的收款，入库流水里没有"
FAMILY = "land_income"
ROLE = "treasury"
LINKAGE = "linkage.land"
FINDS = ("LAND-95",)


def taken_in(honest: Told, world: World, values: Mapping[str, Value], now: str) -> World:
    """What is not of today is too late."""
    return world if str(values["paid_date"]) < now[:8] else honest(world, values, now)


behave = collecting(taken_in)
