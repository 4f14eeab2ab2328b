"""#396: a teller may reverse what belongs to an earlier accounting day."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.levy import late_reversal
from simulators.world import World

NUMBER = 396
TITLE = "过了会计日仍可冲正"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-35B", "LAND-35E")


@instead_of("reverses_late")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Under the date of today."""
    return late_reversal(world, command, command.hours.accounting_date(command.now)) or honest(world, command)
