"""#772: the second batch of a day repeats the last receipt of the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kanhe.model.formula import Value
from simulators.world import World

NUMBER = 772
TITLE = "同一天第二笔收款入库，前一笔又列一次"
FAMILY = "land_income"
ROLE = "treasury"
LINKAGE = "linkage.land"
FINDS = ("LAND-95",)


def behave(name: str, honest: Any) -> Any:
    """Whatever was collected last on that day goes in once more."""
    if name != "told_income":
        return honest

    def told_income(world: World, values: Mapping[str, Value], now: str) -> World:
        before = [one for one in world.all("collected") if one.day == values["paid_date"]]
        new: World = honest(world, values, now)
        if len(before) != 1:
            return new
        last, again = before[0], f"{before[0].receipt.serial}B"
        return new.put("collected", again, record=replace(last, receipt=replace(last.receipt, serial=again)))

    return told_income
