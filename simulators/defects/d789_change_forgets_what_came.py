"""#789: a change replaces the instalments, and what they received is forgotten."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.land_fees import PAYERS, purse
from simulators.world import World

NUMBER = 789
TITLE = "变更以后各期的已收归零"
FAMILY = "land_fee"
ROLE = "finance"
FINDS = ("LAND-24Q", "LAND-24A", "LAND-24B")


@instead_of("push_fee")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The rows are written anew, with nothing received."""
    step = honest(world, command)
    if step.world is world:
        return step
    ledger = step.world.ledger
    for row in command.rows:
        code = purse(text_of(row, "pay_code"))
        if came := ledger.balance(code):
            ledger = ledger.move(came, source=code, target=PAYERS, voucher=code, at=command.now)
    return replace(step, world=step.world.booked(ledger))
