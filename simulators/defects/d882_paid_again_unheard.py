"""#882: a payment for a notice whose first receipt was reversed is never told to the fee source."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import text_of
from simulators.defects.telling import telling
from simulators.land_levy import REVERSED
from simulators.world import World

NUMBER = 882
TITLE = "冲正以后再缴的，费源那一期还是没收到"
FAMILY = "land_payment"
ROLE = "land"
LINKAGE = "linkage.land"
FINDS = ("LAND-91",)


def _first(_: World, command: Command, step: Step) -> tuple[Tell, ...]:
    number = text_of(command, "pay_notice")
    again = any(receipt.notice == number and receipt.status == REVERSED for receipt in step.world.all("pay receipt"))
    return tuple(tell for tell in step.tells if not again or tell.event != "land_fee.receipt_booked")


behave = telling("receipt_told", _first)
