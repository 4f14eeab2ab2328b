"""#246: the balance of an account that is not registered is confirmed as nothing."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 246
TITLE = "未登记的账号也回签，账面余额 0.00"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-07O",)


@instead_of("confirm_balance")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """No row means nothing on it."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.REFUSED:
        return step
    return Step(world=world, values={"balance": yuan(0), "open_count": 0, "agreed": "N" if fen_of(command, "balance") else "Y"})
