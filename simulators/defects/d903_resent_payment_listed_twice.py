"""#903: a payment that is sent again is paid once, and stands in the statement twice."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import text_of
from simulators.defects.telling import telling
from simulators.direct_bank import Payment
from simulators.direct_payments import paid
from simulators.world import World

NUMBER = 903
TITLE = "重发的付款只扣一次，日报里却有两笔"
FAMILY = "bank_direct"
ROLE = "bank"
LINKAGE = "linkage.direct"
FINDS = ("BD-60",)


def _again(world: World, command: Command, step: Step) -> tuple[Tell, ...]:
    known: Payment | None = world.find("payment", text_of(command, "payment_no"))
    return step.tells if known is None or step.outcome is not ReplyClass.DUPLICATE else (paid(known, command),)


behave = telling("pay", _again)
