"""#757: vouchers that are issued once more, after a refund or a failure, keep back the retention once more."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import text_of
from simulators.defects.telling import telling
from simulators.investment_vouchers import withheld
from simulators.world import World

NUMBER = 757
TITLE = "退款以后重开凭证，质保金又扣一次"
FAMILY = "investment_payment"
ROLE = "finance"
LINKAGE = "linkage.investment"
FINDS = ("INV-63",)


def _always(_: World, command: Command, step: Step) -> tuple[Tell, ...]:
    found = step.world.find("apply", text_of(command, "pay_apply"))
    return (withheld(step.world, found),) if step.outcome is ReplyClass.SUCCESS and found.retained else ()


behave = telling("send", _always)
