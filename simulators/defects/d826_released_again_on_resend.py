"""#826: a release that is sent again is paid again, as long as there is cash."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 826
TITLE = "退还单重送又退一次"
FAMILY = "investment_retention"
ROLE = "finance"
FINDS = ("INV-40J", "INV-43A", "INV-43B")


@instead_of("release")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The number is forgotten as soon as the answer is out."""
    step = honest(world, command)
    return replace(step, world=step.world.drop("done", command.operation, text_of(command, "release_no")))
