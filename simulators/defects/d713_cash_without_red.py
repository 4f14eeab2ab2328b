"""#713: cancelled vouchers still count in what is left of the budget's money."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.government_ledger import period_of, turnover
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 713
TITLE = "资金结存不减被冲销的凭证"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-37A", "GFR-37")


@instead_of("balances")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Red vouchers are not looked at for this one figure."""
    step = honest(world, command)
    known = period_of(world, command)
    if known is None:
        return step
    found = turnover(one for one in known.vouchers if one.sort != "RED")
    cash = sum(debit - credit for code, (debit, credit) in found.items() if code.startswith("8001"))
    return replace(step, values={**step.values, "budget_cash": yuan(cash)})
