"""#909: only the supplier's voucher goes to the voucher gateway; the one for the wages waits for somebody."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import text_of
from simulators.defects.telling import telling
from simulators.investment_vouchers import of
from simulators.world import World

NUMBER = 909
TITLE = "只有工程款的凭证进凭证库，工资专户的那一张没有发出"
FAMILY = "investment_payment"
ROLE = "finance"
LINKAGE = "linkage.voucher"
FINDS = ("INV-64",)


def _without_wages(_: World, command: Command, step: Step) -> tuple[Tell, ...]:
    wages = {one.number for one in of(step.world, text_of(command, "pay_apply")) if one.part == "2"}
    return tuple(tell for tell in step.tells if tell.values.get("voucher_no") not in wages)


behave = telling("send", _without_wages)
