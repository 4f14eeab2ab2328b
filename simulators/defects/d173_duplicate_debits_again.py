"""#173: a resend is answered 0002 as it should be, but the account has been debited before anybody looked."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of, text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_bank import PAYEES, available, free
from simulators.world import World

NUMBER = 173
TITLE = "重发答 0002，账却先扣了"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07A", "BD-02")


@instead_of("pay")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """One debit more, where there is enough."""
    step = honest(world, command)
    account, amount = text_of(command, "account"), fen_of(command, "amount")
    if step.outcome is not ReplyClass.DUPLICATE or available(world, account) < amount:
        return step
    ledger = world.ledger.move(amount, source=free(account), target=PAYEES, voucher=text_of(command, "payment_no"), at=command.now)
    return replace(step, world=step.world.booked(ledger))
