"""#828: the cash is not given back when a guarantee takes its place."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 828
TITLE = "换成保函以后现金没有退还，还能再退一次"
FAMILY = "investment_retention"
ROLE = "finance"
FINDS = ("INV-43B", "INV-43", "INV-43C", "INV-43A", "INV-44B")


@instead_of("guarantee")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The guarantee is noted, the books of the cash are as they were."""
    step = honest(world, command)
    return replace(step, world=step.world.booked(world.ledger))
