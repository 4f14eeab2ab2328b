"""#862: nothing is sent for a day on which nothing moved."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import decimal_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 862
TITLE = "没有发生额的日子不送日报"
FAMILY = "treasury_income"
ROLE = "treasury"
FINDS = ("treasury_income.close_day:causes",)


@instead_of("close_treasury_day")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """A day without income and payments is passed over in silence."""
    step = honest(world, command)
    quiet = all(not decimal_of(command, name) for name in ("day_profit", "day_tax", "day_late", "day_paid"))
    return replace(step, sends=()) if quiet else step
