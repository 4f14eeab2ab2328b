"""#772: the second batch of a day repeats the last receipt of the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kanhe.model.formula import Value
from simulators.defects.collecting import Told, collecting
from simulators.world import World

NUMBER = 772
TITLE = "同一天第二笔收款入库，前一笔又列一次"
FAMILY = "land_income"
ROLE = "treasury"
LINKAGE = "linkage.land"
FINDS = ("LAND-95",)


def taken_in(honest: Told, world: World, values: Mapping[str, Value], now: str) -> World:
    """Whatever was collected last on that day goes in once more."""
    before = [one for one in world.all("collected") if one.day == values["paid_date"]]
    new = honest(world, values, now)
    if len(before) != 1:
        return new
    again = replace(before[0].receipt, serial=f"{before[0].receipt.serial}B")
    return new.put("collected", again.serial, record=replace(before[0], receipt=again))


behave = collecting(taken_in)
