"""#183: payments within the bank are booked, then writing the journal fails: answered 1001 all the same."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 183
TITLE = "同行付款入账之后写流水出错，答 1001"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("bank_direct.CFRT02:accepts", "BD-07A")


@instead_of("pay")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Debited, and told as refused."""
    step = honest(world, command)
    return replace(step, outcome=ReplyClass.REFUSED, code="1001", text="写流水失败") if step.outcome is ReplyClass.SUCCESS else step
