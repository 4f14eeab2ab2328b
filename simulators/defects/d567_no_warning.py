"""#567: nobody is told that there are more people than posts."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 567
TITLE = "核定低于实有在编也不提示"
FAMILY = "establishment"
ROLE = "bureau"
FINDS = ("PERS-22",)


@instead_of("approve_posts")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The list is always empty."""
    return replace(honest(world, command), rows=())
