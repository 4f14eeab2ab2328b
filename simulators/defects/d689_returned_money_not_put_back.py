"""#689: what came back is not to be spent again."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 689
TITLE = "退回的钱没有加回余额"
FAMILY = "land_appropriation"
ROLE = "treasury"
FINDS = ("LAND-64B", "LAND-64")
@instead_of("give_back")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The return is noted, the pot is as it was."""
    step = honest(world, command)
    return replace(step, world=step.world.booked(world.ledger))
