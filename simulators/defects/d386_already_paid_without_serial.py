"""#386: "already paid" comes without the serial under which it was paid."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 386
TITLE = "答缴款码已缴，却不带原资金交易流水号"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-34A",)


@instead_of("notice_taken")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The text says it, the fields do not."""
    step = honest(world, command)
    return replace(step, values={}) if "receipt_serial" in step.values else step
