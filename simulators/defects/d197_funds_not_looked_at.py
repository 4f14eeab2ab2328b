"""#197: a payment goes out whether there is money or not."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of, text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_bank import SHORT, free
from simulators.world import World

NUMBER = 197
TITLE = "余额不足照付"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07C",)


@instead_of("pay", "pay_batch")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The bank lends the whole amount."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.REFUSED or step.code != SHORT:
        return step
    amount = fen_of(command, "amount" if "amount" in command.values else "total_amount")
    lent = world.ledger.move(amount, source="outside:loans", target=free(text_of(command, "account")), voucher="loan", at=command.now)
    return honest(world.booked(lent), command)
