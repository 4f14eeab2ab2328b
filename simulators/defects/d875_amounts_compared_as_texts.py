"""#875: amounts without two decimals are refused."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import decimal_of, refuse
from simulators.defects.behaving import Behaviour, instead_of
from simulators.tips import CHANGED
from simulators.world import World

NUMBER = 875
TITLE = "金额按写法比，900000 当作与 900000.00 不同"
FAMILY = "tips"
ROLE = "gateway"
FINDS = ("tips.5101:accepts", "tips.1104:accepts")


@instead_of("take_pack")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """What is added up has two decimals, what came has to look like it."""
    if any(decimal_of(row, "amount").as_tuple().exponent != -2 for row in command.rows):
        return refuse(world, "明细之和与总金额不符", code=CHANGED)
    return honest(world, command)
