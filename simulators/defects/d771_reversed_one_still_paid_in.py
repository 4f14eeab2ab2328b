"""#771: a reversal never reaches the treasury: what was taken back is in its file."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kanhe.model.formula import Value
from simulators.defects.collecting import Told, collecting
from simulators.world import World

NUMBER = 771
TITLE = "当日冲正的收款，入库流水里还有"
FAMILY = "land_income"
ROLE = "treasury"
LINKAGE = "linkage.land"
FINDS = ("LAND-96",)


def taken_in(honest: Told, world: World, values: Mapping[str, Value], now: str) -> World:
    """What is less than nothing is no receipt."""
    return honest(world, values, now) if Decimal(str(values["paid_amount"])) > 0 else world


behave = collecting(taken_in)
