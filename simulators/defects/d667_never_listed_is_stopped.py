"""#667: an account that never was in a register is told as stopped."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 667
TITLE = "从未列入清册的账户答停用"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-31N",)
@instead_of("register_asked")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Nothing is found, so it is not active."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.REFUSED:
        return step
    return replace(step, outcome=ReplyClass.SUCCESS, code="", values={"account": text_of(command, "account"), "register_status": "0"})
