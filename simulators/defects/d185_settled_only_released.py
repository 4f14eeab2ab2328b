"""#185: when a payment under way is settled, its money is released and nobody debits the account."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_bank import PAYEES, free
from simulators.world import World

NUMBER = 185
TITLE = "在途付款入账时只放回占用，没有扣款"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07A", "BD-07G")


@instead_of("settle")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The money comes back to where it was."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.SUCCESS:
        return step
    payment = step.world.find("payment", str(command.values["payment_no"]))
    back = step.world.ledger.move(payment.amount_fen, source=PAYEES, target=free(payment.account), voucher=payment.key, at=command.now)
    return replace(step, world=step.world.booked(back))
