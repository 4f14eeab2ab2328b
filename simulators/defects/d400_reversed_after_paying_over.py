"""#400: a reversal is taken although the money has been paid over."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.land_levy import fund
from simulators.land_levying import BANK
from simulators.world import World

NUMBER = 400
TITLE = "已经缴库的收缴也收下冲正"
FAMILY = "land_payment"
ROLE = "land"
FINDS = ("LAND-35E",)


@instead_of("reversal_told")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """As if the account had all the money in the world."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.REFUSED or "缴库" not in step.text:
        return step
    notice = world.find("pay notice", str(command.values["pay_notice"]))
    ledger = world.ledger.move(10**15, source=BANK, target=fund(notice.account), voucher="overdraft", at=command.now)
    return honest(world.booked(ledger), command)
