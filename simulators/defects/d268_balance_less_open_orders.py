"""#268: the book balance that is confirmed is less the orders that failed long ago."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 268
TITLE = "回签的账面余额扣除了已失败的付款"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-02C",)


@instead_of("confirm_balance")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """What was set aside for them was never put back."""
    step = honest(world, command)
    own = step.values.get("balance")
    if not isinstance(own, Decimal):
        return step
    failed = sum(order.amount_fen for order in world.all(f"orders {command.values['account']}") if order.status == "FAILED")
    left = own - yuan(failed)
    return replace(step, values={**step.values, "balance": left, "agreed": "Y" if left == command.values["balance"] else "N"})
