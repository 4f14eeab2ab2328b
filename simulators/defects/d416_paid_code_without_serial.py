"""#416: a pay code that is paid is told without its serial."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 416
TITLE = "查到已缴，却没有原流水号"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-34K", "LAND-34I")


@instead_of("bill_asked")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Left out."""
    step = honest(world, command)
    return replace(step, values={name: value for name, value in step.values.items() if name != "receipt_serial"})
