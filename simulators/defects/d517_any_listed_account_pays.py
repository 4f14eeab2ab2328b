"""#517: an account that ever was in the register may pay, active or not."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.account_register import UNKNOWN, dept_of
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 517
TITLE = "付款账户只看列没列入过清册，停用的也付"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-33",)
@instead_of("voucher_checked")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """What was listed once is good for ever."""
    step = honest(world, command)
    if step.code != UNKNOWN or dept_of(world, text_of(command, "account")) is None:
        return step
    return replace(step, outcome=ReplyClass.SUCCESS, code="", values={"register_no": "QC0"})
