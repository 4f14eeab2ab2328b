"""#655: a return leaves the line as it was."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 655
TITLE = "退款以后预算行的已拨没有减"
FAMILY = "capital_budget"
ROLE = "finance"
FINDS = ("SCB-53P", "capital_budget.inject:accepts")


@instead_of("return_paid")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """What came back is not given back to the line."""
    step = honest(world, command)
    return replace(step, world=step.world.booked(world.ledger))
