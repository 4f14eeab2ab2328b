"""#236: a payment is booked when the bank answers, and again when its notice comes."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_client import PAID, book
from simulators.world import World

NUMBER = 236
TITLE = "应答和结果通知各记一次账"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-02C",)


@instead_of("result_told")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """One booking for each notice of success about what is paid already."""
    order, step = world.find("key", text_of(command, "payment_no")), honest(world, command)
    if step.outcome is not ReplyClass.SUCCESS or order is None or order.status != "SUCCESS":
        return step
    if world.ledger.balance(book(order.account)) < order.amount_fen:
        return step
    ledger = world.ledger.move(order.amount_fen, source=book(order.account), target=PAID, voucher=order.key, at=command.now)
    return replace(step, world=step.world.booked(ledger))
