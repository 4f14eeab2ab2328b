"""#172: a key that was used before pays a second time."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 172
TITLE = "同一流水号重发，又扣一次款、又答成功"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-02",)


@instead_of("pay")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Forget the payment under this key first."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.DUPLICATE:
        return step
    return honest(world.drop("payment", str(command.values["payment_no"])), command)
