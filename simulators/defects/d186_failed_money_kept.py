"""#186: a payment that failed keeps the money that was set aside for it."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_bank import free, transit
from simulators.world import World

NUMBER = 186
TITLE = "在途付款失败后占用没有放回，可用余额少了"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07D",)


@instead_of("reverse")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Set aside again."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.SUCCESS:
        return step
    payment = step.world.find("payment", str(command.values["payment_no"]))
    kept = step.world.ledger.move(payment.amount_fen, source=free(payment.account), target=transit(payment.account), voucher=payment.key,
                                  at=command.now)
    return replace(step, world=step.world.booked(kept))
