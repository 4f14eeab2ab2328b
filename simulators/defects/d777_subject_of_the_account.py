"""#777: every receipt goes under the main subject of the account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanhe.model.formula import Value
from simulators.world import World

NUMBER = 777
TITLE = "入库流水的科目一律是土地出让价款收入"
FAMILY = "land_income"
ROLE = "treasury"
LINKAGE = "linkage.land"
FINDS = ("LAND-95",)


def behave(name: str, honest: Any) -> Any:
    """One account, one subject."""
    if name != "told_income":
        return honest

    def told_income(world: World, values: Mapping[str, Value], now: str) -> World:
        new: World = honest(world, {**values, "budget_subject": "103014801"}, now)
        return new

    return told_income
