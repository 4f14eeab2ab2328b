"""#719: a period that nobody set up has no vouchers."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.government_ledger import period_of
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 719
TITLE = "没有开立的期间答没有凭证，不答没有"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-36N",)


@instead_of("balances")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """An empty table in place of a refusal."""
    if period_of(world, command) is not None:
        return honest(world, command)
    return Step(world=world, values={"acct_period": text_of(command, "acct_period"), "period_state": "OPEN", "count": 0,
                                     "budget_cash": yuan(0), "budget_carried": yuan(0)})
