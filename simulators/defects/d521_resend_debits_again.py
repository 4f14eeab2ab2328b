"""#521: a resend is answered as it should be, but debited again."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of, text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.wages import is_new
from simulators.wage_bank import TREASURY, acct
from simulators.world import World

NUMBER = 521
TITLE = "重发答原来的答复，款却又扣一次"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-44C",)


@instead_of("pay_wages")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """One debit more, where there is enough."""
    first = is_new(world, command)
    step = honest(world, command)
    account, amount = acct(text_of(command.values, "account")), fen_of(command.values, "total_amount")
    if first or not step.values or not 0 < amount <= world.ledger.balance(account):
        return step
    ledger = step.world.ledger.move(amount, source=account, target=TREASURY, voucher="again", at=command.now)
    return replace(step, world=step.world.booked(ledger))
