"""#755: a receipt that says that a payment failed counts as paid in the library of contracts."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import text_of
from simulators.defects.telling import telling
from simulators.investment_vouchers import told_of
from simulators.world import World

NUMBER = 755
TITLE = "回单说支付失败，合同库照加已付金额"
FAMILY = "investment_payment"
ROLE = "finance"
LINKAGE = "linkage.investment"
FINDS = ("INV-61",)


def _failed(world: World, command: Command, step: Step) -> tuple[Tell, ...]:
    found = step.world.find("voucher", text_of(command, "voucher_no"))
    failed = step.world is not world and found is not None and found.state == "FAILED"
    return told_of(step.world, replace(found, state="PAID")) if failed else step.tells


behave = telling("receipt", _failed)
