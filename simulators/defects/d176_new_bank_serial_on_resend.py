"""#176: a resend is told another bank serial than the first sending."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 176
TITLE = "重发的应答另编了银行流水号"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-02",)


@instead_of("pay")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Numbered before it is known that there is nothing to number."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.DUPLICATE:
        return step
    after, number = step.world.count("payment")
    return replace(step, world=after, values={**step.values, "bank_serial": f"YH{command.now[:8]}{number:010d}"})
