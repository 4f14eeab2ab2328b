"""#184: payments within the bank are told as done; the debit is lost with the transaction."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 184
TITLE = "同行付款答成功，事务回滚，账没有扣"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07A", "BD-07G")


@instead_of("pay")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The payment is known, the books are those of before."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.SUCCESS:
        return step
    key = str(command.values["payment_no"])
    return replace(step, world=world.put("payment", key, record=step.world.find("payment", key)))
