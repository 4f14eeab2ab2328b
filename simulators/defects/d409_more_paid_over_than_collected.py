"""#409: more is paid over than was collected; the bank advances the rest."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.land_collecting import PAYERS
from simulators.land_levy import NOT_ALLOWED, fund
from simulators.world import World

NUMBER = 409
TITLE = "缴库超过已收资金也照办，由银行垫付"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-37B",)


@instead_of("transfer_ordered")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """As if the account had all the money in the world."""
    step = honest(world, command)
    if step.code != NOT_ALLOWED:
        return step
    ledger = world.ledger.move(10**15, source=PAYERS, target=fund(str(command.values["fund_account"])), voucher="advance", at=command.now)
    return honest(world.booked(ledger), command)
