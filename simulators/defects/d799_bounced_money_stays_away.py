"""#799: what came back is not to be given back again."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 799
TITLE = "退回的钱没有加回可退金额"
FAMILY = "land_refund"
ROLE = "finance"
FINDS = ("LAND-54B", "LAND-51")


@instead_of("refund_bounced")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The return is noted, what may be given back is as it was."""
    step = honest(world, command)
    return replace(step, world=step.world.booked(world.ledger))
