"""#860: totals of the year go on over New Year."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.treasury_income import CAPITAL, OTHER
from simulators.world import World

NUMBER = 860
TITLE = "收入累计跨年不清零"
FAMILY = "treasury_income"
ROLE = "treasury"
FINDS = ("SCB-31",)


@instead_of("close_treasury_day")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """On 1 January the totals of the old year are those of the new one."""
    year = text_of(command, "income_day")[:4]
    for subject in (CAPITAL, OTHER):
        old = world.find("year to date", str(int(year) - 1), subject)
        if old is not None and world.find("year to date", year, subject) is None:
            world = world.put("year to date", year, subject, record=old)
    return honest(world, command)
