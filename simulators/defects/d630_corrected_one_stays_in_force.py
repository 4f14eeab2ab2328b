"""#630: what was corrected stays in force beside its correction."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 630
TITLE = "更正以后原申报还是有效"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-24S", "SCB-23P", "SCB-04", "capital_income.declare:accepts")


@instead_of("declare")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Keep the corrected one as it was."""
    step, number = honest(world, command), text_of(command, "capital_original")
    found = world.find("declaration", number) if number else None
    return step if found is None or step.world is world else replace(step, world=step.world.put("declaration", number, record=found))
