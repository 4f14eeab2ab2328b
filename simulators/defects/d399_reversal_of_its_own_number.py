"""#399: a reversal names itself where it should name the receipt."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.levy import changed
from simulators.world import World

NUMBER = 399
TITLE = "冲正里的原流水号填成冲正自己的流水号"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-35A",)


@instead_of("teller_reverses")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The wrong column."""
    return changed(honest(world, command), lambda values: {"receipt_serial": values["reversal_no"]})
