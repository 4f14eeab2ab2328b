"""#610: a receipt for a project that was settled in between is answered and not booked."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.investment_vouchers import deal_of
from simulators.world import World

NUMBER = 610
TITLE = "项目关闭以后到的回单答成功而不入账"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-33", "INV-31P", "INV-28C", "INV-27A", "investment_payment.refund:accepts")


@instead_of("receipt")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Thank you, and nothing more."""
    step, found = honest(world, command), world.find("voucher", text_of(command, "voucher_no"))
    if found is None or not deal_of(world, found.apply).closed or step.outcome is not ReplyClass.SUCCESS:
        return step
    return replace(step, world=world.put("done", command.operation, text_of(command, "receipt_no"), record=step.world.find(
        "done", command.operation, text_of(command, "receipt_no"))))
