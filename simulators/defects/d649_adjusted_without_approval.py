"""#649: an adjustment is in force as soon as it is told."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 649
TITLE = "报了调整不用再批复"
FAMILY = "capital_budget"
ROLE = "finance"
FINDS = ("SCB-44P", "SCB-44T", "SCB-52B")


@instead_of("budget")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """What was approved stays approved."""
    step, number = honest(world, command), text_of(command, "capital_budget")
    made = step.world.find("budget", number)
    if made is None or made.state != "ADJUSTING":
        return step
    return replace(step, world=step.world.put("budget", number, record=replace(made, state="APPROVED")))
