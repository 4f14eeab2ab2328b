"""#607: a refund that is sent again gives the budget back again."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.investing import is_new
from simulators.investment_vouchers import spend
from simulators.world import World

NUMBER = 607
TITLE = "退款重发，指标又还回一次"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-27A",)


@instead_of("refund")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The same answer, and the money once more."""
    first = is_new(world, command, text_of(command, "refund_no"))
    step, found = honest(world, command), world.find("voucher", text_of(command, "voucher_no"))
    if first or found is None or step.outcome is not ReplyClass.SUCCESS:
        return step
    return replace(step, world=spend(step.world, found.apply, found.fen, command.now, back=True))
