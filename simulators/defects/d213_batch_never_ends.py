"""#213: the job that pays the rows has stopped."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 213
TITLE = "逐行入账的作业停了，批次永远处理中"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-05Q",)


@instead_of("pay_rows")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Done, says the job."""
    return Step(world=world)
