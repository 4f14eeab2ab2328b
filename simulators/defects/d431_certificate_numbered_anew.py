"""#431: a resend prints the certificate again under a new number."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.deposit import is_new
from simulators.world import World

NUMBER = 431
TITLE = "重发时证实书换了编号重打，账没有动"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-13",)


@instead_of("open_deposit")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The same certificate, another number in the answer."""
    first = is_new(world, command)
    step = honest(world, command)
    number = step.values.get("certificate")
    if first or number is None:
        return step
    world, order = step.world.count("certificate")
    return replace(step, world=world, values={**step.values, "certificate": f"CD{command.now[:4]}{order:08d}"})
