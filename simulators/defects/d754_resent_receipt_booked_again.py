"""#754: a receipt that is sent again is answered rightly, and told to the library of contracts once more."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import text_of
from simulators.defects.telling import telling
from simulators.investment_vouchers import told_of
from simulators.world import World

NUMBER = 754
TITLE = "回单重发，支付系统只记一次，合同库的已付金额又加一次"
FAMILY = "investment_payment"
ROLE = "finance"
LINKAGE = "linkage.investment"
FINDS = ("INV-61",)


def _again(world: World, command: Command, step: Step) -> tuple[Tell, ...]:
    resent = step.world is world and step.outcome is ReplyClass.SUCCESS
    return told_of(world, world.find("voucher", text_of(command, "voucher_no"))) if resent else step.tells


behave = telling("receipt", _again)
