"""#402: a report that comes again is taken for a second payment."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 402
TITLE = "重报的收缴当作第二次缴款，答已缴"
FAMILY = "land_payment"
ROLE = "land"
FINDS = ("LAND-34F",)


@instead_of("receipt_told")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The serial is not kept."""
    return honest(world.drop("pay receipt", str(command.values["receipt_serial"])), command)
