"""#570: a changed message under a known number is taken as it is."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 570
TITLE = "同一报送编号换了内容，照新内容登记"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-02I",)


@instead_of("project")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Forget the message under this number first."""
    return honest(world.drop("done", command.operation, text_of(command, "inv_sync")), command)
