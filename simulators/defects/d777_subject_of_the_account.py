"""#777: every receipt goes under the main subject of the account."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.model.formula import Value
from simulators.defects.collecting import Told, collecting
from simulators.world import World

NUMBER = 777
TITLE = "入库流水的科目一律是土地出让价款收入"
FAMILY = "land_income"
ROLE = "treasury"
LINKAGE = "linkage.land"
FINDS = ("LAND-95",)


def taken_in(honest: Told, world: World, values: Mapping[str, Value], now: str) -> World:
    """One account, one subject."""
    return honest(world, {**values, "budget_subject": "103014801"}, now)


behave = collecting(taken_in)
