"""#711: red lines raise the other side instead of lessening their own."""

from __future__ import annotations

from collections.abc import Iterable

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.government_ledger import DEBIT, Turnover, Voucher
from simulators.world import World

NUMBER = 711
TITLE = "红字不减本方发生额，记到另一方"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-36A",)


def added(vouchers: Iterable[Voucher]) -> Turnover:
    """A line in red is a blue one of the other side."""
    found: Turnover = {}
    for line in (line for one in vouchers for line in one.lines):
        for account, fen in ((line.account, line.amount_fen), (line.budget, line.budget_fen)):
            if account:
                found.setdefault(account, [0, 0])[0 if (line.side == DEBIT) == (fen >= 0) else 1] += abs(fen)
    return found


@instead_of("balances")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Add up the vouchers in that way."""
    return honest(world, command, adding=added)
