"""#238: a return that is told again is credited again."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_client import PAID, book
from simulators.world import World

NUMBER = 238
TITLE = "同一退票流水号再来一次又冲回一次"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-04D",)


@instead_of("return_told")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Answered 0000 and booked."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.DUPLICATE:
        return step
    order = world.find("key", text_of(command, "payment_no"))
    return Step(world=world.booked(world.ledger.move(order.amount_fen, source=PAID, target=book(order.account), voucher="return",
                                                     at=command.now)))
