"""#758: a receipt with another amount than the voucher's is refused, and counts in the library of contracts all the same."""

from __future__ import annotations

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import decimal_of, text_of
from simulators.defects.telling import telling
from simulators.investment_vouchers import deal_of
from simulators.world import World

NUMBER = 758
TITLE = "金额不符的回单拒绝了，合同库却按它加了已付金额"
FAMILY = "investment_payment"
ROLE = "finance"
LINKAGE = "linkage.investment"
FINDS = ("INV-61",)


def _refused(world: World, command: Command, step: Step) -> tuple[Tell, ...]:
    found = world.find("voucher", text_of(command, "voucher_no"))
    if step.outcome is not ReplyClass.REFUSED or found is None or text_of(command, "pay_result") != "1":
        return step.tells
    values: dict[str, Value] = {"contract_no": deal_of(world, found.apply).number, "contract_paid": decimal_of(command, "order_amount")}
    return (Tell(event="investment.payment_booked", values=values),)


behave = telling("receipt", _refused)
