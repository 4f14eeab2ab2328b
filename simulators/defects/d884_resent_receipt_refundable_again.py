"""#884: a receipt that is sent again is answered rightly, and may be given back once more, under a number of its own."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import text_of
from simulators.defects.telling import telling
from simulators.land_levy import numbered
from simulators.land_levying import booked
from simulators.world import World

NUMBER = 884
TITLE = "回报重送，前置机答已受理，可退金额却又加一次"
FAMILY = "land_payment"
ROLE = "land"
LINKAGE = "linkage.land"
FINDS = ("LAND-93",)
BOOKED = "land_refund.receipt_booked"


def _again(world: World, command: Command, step: Step) -> tuple[Tell, ...]:
    notice = numbered(world, text_of(command, "pay_notice"))
    if step.outcome is not ReplyClass.DUPLICATE or notice is None:
        return step.tells
    told = (tell.values for row in notice.rows for tell in booked(world, command, notice, row) if tell.event == BOOKED)
    return tuple(Tell(event=BOOKED, values={**values, "origin_voucher": f"R{text_of(values, 'origin_voucher')}"[:20]}) for values in told)


behave = telling("receipt_told", _again)
