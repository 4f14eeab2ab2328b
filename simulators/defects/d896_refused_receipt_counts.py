"""#896: a receipt that is not the voucher is refused, and who wrote the voucher sees a receipt all the same."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import text_of
from simulators.defects.telling import telling
from simulators.receipt_vault import SIGNED, found
from simulators.world import World

NUMBER = 896
TITLE = "与原凭证不符的回单拒绝了，写凭证的一方却看到已有回单"
FAMILY = "treasury_receipt"
ROLE = "vault"
LINKAGE = "linkage.treasury"
FINDS = ("TREA-95", "TREA-94")


def _anyway(world: World, command: Command, step: Step) -> tuple[Tell, ...]:
    known = found(world, command)
    if step.outcome is not ReplyClass.REFUSED or known is None or known.state != SIGNED:
        return step.tells
    return (Tell(event="treasury_voucher.receipted", values={name: text_of(command, name) for name in ("voucher_type", "voucher_no")}),)


behave = telling("take_receipt", _anyway)
