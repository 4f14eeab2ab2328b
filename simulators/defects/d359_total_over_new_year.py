"""#359: totals of the year go on over 1 January."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.recon_treasury import SUBJECTS
from simulators.world import World

NUMBER = 359
TITLE = "收入累计跨年不清零"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-04C",)


@instead_of("close_day")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The old year's totals are where the new one's begin."""
    year = text_of(command, "statement_end")[:4]
    for name in SUBJECTS:
        last = world.find("sum_income", str(int(year) - 1), name)
        if last is not None and world.find("sum_income", year, name) is None:
            world = world.put("sum_income", year, name, record=last)
    return honest(world, command)
