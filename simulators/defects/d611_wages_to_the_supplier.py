"""#611: the voucher for the wages goes to the supplier's account."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.investment_vouchers import of
from simulators.world import World

NUMBER = 611
TITLE = "工资的凭证也付到供应商账号"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-28C",)


@instead_of("vouchers")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """One account for both."""
    step = honest(world, command)
    after = step.world
    for one in of(after, text_of(command, "pay_apply")):
        after = after.put("voucher", one.number, record=replace(one, account=after.find("apply", one.apply).account))
    return replace(step, world=after)
