"""#469: the bank lends what is missing for a deposit."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of, text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.deposit_bank import acct
from simulators.world import World

NUMBER = 469
TITLE = "付款账户余额不足照开，差额由银行垫付"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-15B",)


@instead_of("open_deposit")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """A credit line in front of the account."""
    account = acct(text_of(command, "account"))
    short = fen_of(command, "amount") - world.ledger.balance(account)
    if short <= 0:
        return honest(world, command)
    lent = world.booked(world.ledger.move(short, source="outside:loan", target=account, voucher="loan", at=command.now))
    step = honest(lent, command)
    return step if step.outcome is ReplyClass.SUCCESS else honest(world, command)
