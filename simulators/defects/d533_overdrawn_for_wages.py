"""#533: the bank lends what the account lacks."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of, text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.wage_bank import TREASURY, acct
from simulators.world import World

NUMBER = 533
TITLE = "付款账户余额不足也代发，差额由银行垫付"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-32D", "PERS-43D")


@instead_of("pay_wages", "repay_wage")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """What is short comes from the bank."""
    account = text_of(command.values, "account")
    total = fen_of(command.values, "total_amount" if "total_amount" in command.values else "net_pay")
    short = total - world.ledger.balance(acct(account))
    if short <= 0 or world.find("account", account) is None:
        return honest(world, command)
    step = honest(world.booked(world.ledger.move(short, source=TREASURY, target=acct(account), voucher="loan", at=command.now)), command)
    return step if step.values else honest(world, command)
