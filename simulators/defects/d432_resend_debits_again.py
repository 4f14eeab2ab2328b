"""#432: a resend is answered as it should be, but debited again."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of, text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.deposit import is_new
from simulators.deposit_bank import TREASURY, acct
from simulators.world import World

NUMBER = 432
TITLE = "重发答原来的证实书，款却又扣了一次"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-38A",)


@instead_of("open_deposit")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """One debit more, where there is enough."""
    first = is_new(world, command)
    step = honest(world, command)
    account, amount = acct(text_of(command, "account")), fen_of(command, "amount")
    if first or "certificate" not in step.values or world.ledger.balance(account) < amount:
        return step
    ledger = step.world.ledger.move(amount, source=account, target=TREASURY, voucher="again", at=command.now)
    return replace(step, world=step.world.booked(ledger))
