"""#177: what is under way is not taken off what may be spent."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of, text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_bank import SHORT, available, balance, free
from simulators.world import World

NUMBER = 177
TITLE = "余额够就受理，不扣除在途占用的金额，透支"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07C", "BD-07A")


@instead_of("pay", "pay_batch")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The bank lends what is lacking."""
    step, account = honest(world, command), text_of(command, "account")
    amount = fen_of(command, "amount" if "amount" in command.values else "total_amount")
    if step.outcome is not ReplyClass.REFUSED or step.code != SHORT or balance(world, account) < amount:
        return step
    lacking = amount - available(world, account)
    lent = world.ledger.move(lacking, source="outside:loans", target=free(account), voucher="loan", at=command.now)
    return honest(world.booked(lent), command)
