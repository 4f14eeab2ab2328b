"""#204: a batch that comes again is paid again."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 204
TITLE = "同一批次号重发，又代发一遍"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-02",)


@instead_of("pay_batch")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Forget the batch under this key first."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.DUPLICATE:
        return step
    return honest(world.drop("batch", str(command.values["pay_batch"])), command)
