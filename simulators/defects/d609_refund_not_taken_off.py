"""#609: a refund leaves what the contract has been paid as it was."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.investing import is_new
from simulators.investment_payments import TREASURY
from simulators.investment_vouchers import deal_of
from simulators.world import World

NUMBER = 609
TITLE = "退款以后合同已付没有减"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-31P",)


@instead_of("refund")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """What came back is counted as paid once more."""
    key = text_of(command, "refund_no")
    first, step = is_new(world, command, key), honest(world, command)
    found = world.find("voucher", text_of(command, "voucher_no"))
    if not first or found is None or step.outcome is not ReplyClass.SUCCESS:
        return step
    paid = f"paid:{deal_of(world, found.apply).number}"
    ledger = step.world.ledger.move(found.fen, source=TREASURY, target=paid, voucher=key, at=command.now)
    return replace(step, world=step.world.booked(ledger))
