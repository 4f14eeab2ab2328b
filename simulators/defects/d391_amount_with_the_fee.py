"""#391: the amount that came in is told with the late fee in it."""

from __future__ import annotations

from decimal import Decimal

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.levy import changed
from simulators.world import World

NUMBER = 391
TITLE = "入库金额把违约金也算了进去"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-33A",)


@instead_of("payer_pays")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """What the payer handed over."""
    step = honest(world, command)
    return changed(step, lambda values: {"paid_amount": Decimal(str(values["paid_amount"])) + Decimal(str(values["total_fee"]))})
