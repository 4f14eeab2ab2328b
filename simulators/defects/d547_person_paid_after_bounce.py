"""#547: who was paid once stays paid, whatever comes back."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.ledger import yuan
from simulators.wage_bank import batch_of
from simulators.world import World

NUMBER = 547
TITLE = "退票以后这个人仍是已发"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-44",)


@instead_of("paid_person")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """RETURNED is told as PAID, with the amount."""
    step = honest(world, command)
    if step.values.get("pay_state") != "RETURNED":
        return step
    batch = batch_of(world, str(step.values["wage_batch"]))
    row = batch.row(int(str(step.values["wage_row"]))) if batch is not None else None
    return replace(step, values={**step.values, "pay_state": "PAID", "paid_amount": yuan(row.amount_fen if row is not None else 0)})
