"""#243: a notice of failure undoes a payment that succeeded."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_client import PAID, book, keep
from simulators.world import World

NUMBER = 243
TITLE = "成功的付款收到失败通知，状态退回失败、账上冲回"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-05N",)


@instead_of("result_told")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The last word counts."""
    step, order = honest(world, command), world.find("key", text_of(command, "payment_no"))
    contrary = order is not None and order.status == "SUCCESS" and text_of(command, "payment_state") == "FAILED"
    if step.outcome is not ReplyClass.REFUSED or not contrary:
        return step
    ledger = world.ledger.move(order.amount_fen, source=PAID, target=book(order.account), voucher="back", at=command.now)
    return Step(world=keep(world.booked(ledger), replace(order, status="FAILED")))
