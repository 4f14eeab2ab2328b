"""#401: a reversal that comes again is taken for another one, and refused."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 401
TITLE = "重送的冲正当作另一笔，答没有这笔回报"
FAMILY = "land_payment"
ROLE = "land"
FINDS = ("LAND-35R",)


@instead_of("reversal_told")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The number is not kept."""
    return honest(world.drop("pay reversal", str(command.values["reversal_no"])), command)
