"""#771: a reversal never reaches the treasury: what was taken back is in its file."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kanhe.model.formula import Value
from simulators.world import World

NUMBER = 771
TITLE = "当日冲正的收款，入库流水里还有"
FAMILY = "land_income"
ROLE = "treasury"
LINKAGE = "linkage.land"
FINDS = ("LAND-96",)


def behave(name: str, honest: Any) -> Any:
    """What is less than nothing is no receipt."""
    if name != "told_income":
        return honest

    def told_income(world: World, values: Mapping[str, Value], now: str) -> World:
        amount = values["paid_amount"]
        new: World = honest(world, values, now) if isinstance(amount, Decimal) and amount > 0 else world
        return new

    return told_income
