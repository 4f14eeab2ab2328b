"""#223: the return names the payee's account as the one that is credited."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 223
TITLE = "退票通知的退回账号写成收款账号"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-04C",)


@instead_of("return_payment")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Seen from the other side."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.SUCCESS:
        return step
    payee = world.find("payment", str(command.values["payment_no"])).payee
    return replace(step, sends=tuple(replace(send, values={**send.values, "account": payee}) for send in step.sends))
