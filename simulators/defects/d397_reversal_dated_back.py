"""#397: a reversal that comes late is dated back to the accounting day of the receipt."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.levy import late_reversal
from simulators.world import World

NUMBER = 397
TITLE = "过了日切的冲正倒填原会计日"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-35C", "LAND-35E")


@instead_of("reverses_late")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Under the date of the receipt."""
    return late_reversal(world, command, "") or honest(world, command)
