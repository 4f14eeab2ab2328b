"""#863: the stock leaves out what was put down to the year before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import decimal_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 863
TITLE = "库存日报的本日收入漏了整理期的收入"
FAMILY = "treasury_income"
ROLE = "treasury"
FINDS = ("TR-04R",)


def _without(late: Decimal, values: Mapping[str, Value]) -> Mapping[str, Value]:
    return {**values, **{name: decimal_of(values, name) - late for name in ("today_receipt", "today_balance")}}


@instead_of("close_treasury_day")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Less by the late income, in the receipts and in the stock, so that the sheet itself adds up."""
    step, late = honest(world, command), decimal_of(command, "day_late")
    if step.outcome is not ReplyClass.SUCCESS:
        return step
    less = tuple(replace(send, values=_without(late, send.values)) if send.operation == "3402" else send for send in step.sends)
    return replace(step, world=step.world.put("in stock", record=step.world.find("in stock") - late), sends=less)
