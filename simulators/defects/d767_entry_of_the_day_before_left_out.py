"""#767: what the bank reports only on the day after is not in any file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanhe.model.formula import Value
from simulators.world import World

NUMBER = 767
TITLE = "银行次日才报来的收款，入库流水里没有"
FAMILY = "land_income"
ROLE = "treasury"
LINKAGE = "linkage.land"
FINDS = ("LAND-95",)


def behave(name: str, honest: Any) -> Any:
    """What is not of today is too late."""
    if name != "told_income":
        return honest

    def told_income(world: World, values: Mapping[str, Value], now: str) -> World:
        late = str(values["paid_date"]) < now[:8]
        new: World = world if late else honest(world, values, now)
        return new

    return told_income
