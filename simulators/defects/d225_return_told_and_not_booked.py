"""#225: a return is told, and the account is not credited."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 225
TITLE = "退票发了通知，账户没有贷记"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07A", "BD-07G")


@instead_of("return_payment")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The payment is returned, the books are those of before."""
    step, key = honest(world, command), str(command.values["payment_no"])
    if step.outcome is not ReplyClass.SUCCESS:
        return step
    after = world.put("payment", key, record=step.world.find("payment", key))
    return replace(step, world=after.count("return")[0])
