"""#189: the job that settles payments to other banks has stopped."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 189
TITLE = "跨行付款的入账作业停了，永远处理中"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-05P",)


@instead_of("settle")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Done, says the job."""
    return Step(world=world)
