"""#398: a reversal gives the amount back and keeps the late fee."""

from __future__ import annotations

from decimal import Decimal

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.levy import changed
from simulators.world import World

NUMBER = 398
TITLE = "冲正只冲本金，违约金不退"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-35D",)


@instead_of("teller_reverses")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """In part."""
    return changed(honest(world, command), lambda values: {"total_fee": Decimal("0.00")})
