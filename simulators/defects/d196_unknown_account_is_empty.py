"""#196: an account that nobody has is told as empty."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 196
TITLE = "查询不存在的账户答成功、余额 0.00"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07E",)


@instead_of("query_balance")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """No row means nothing on it."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.REFUSED:
        return step
    nothing = {"balance": yuan(0), "available": yuan(0)}
    return Step(world=world, values={"account": command.values["account"], "account_name": "未知", **nothing})
