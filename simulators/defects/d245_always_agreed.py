"""#245: every confirmation of a balance is answered Y."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 245
TITLE = "余额对账一律答相符"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-07N",)


@instead_of("confirm_balance")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Nobody compares."""
    step = honest(world, command)
    return replace(step, values={**step.values, "agreed": "Y"}) if step.values else step
