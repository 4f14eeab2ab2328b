"""#561: a wage that nobody knows is paid."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import NOT_FOUND, text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.wage_orders import number_of
from simulators.world import World

NUMBER = 561
TITLE = "原批次里没有的序号也重发"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-43N",)


@instead_of("repay_wage")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """It is taken on, and nothing comes of it."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.REFUSED or step.code != NOT_FOUND or not text_of(command.values, "account"):
        return step
    return replace(step, outcome=ReplyClass.SUCCESS, code="", values={"wage_batch": number_of(command), "bank_serial": "YH0"})
