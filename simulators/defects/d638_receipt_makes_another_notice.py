"""#638: a receipt that comes once more makes another notice."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 638
TITLE = "缴款书重发又下一张收缴通知"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-23I", "SCB-24", "SCB-24S")


@instead_of("pay_income")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """A receipt after the cut-off is taken for a new one, and asked for."""
    known = world.find("done", command.operation, text_of(command, "pay_book")) is not None
    step, asked = honest(world, command), world.find("notice", text_of(command, "capital_notice"))
    if not known or asked is None or step.outcome is not ReplyClass.SUCCESS:
        return step
    number = f"{asked.number[:30]}A"
    return replace(step, world=step.world.put("notice", number, record=replace(asked, number=number)))
