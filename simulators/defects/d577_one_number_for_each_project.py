"""#577: a project has room for one number of the budget system: the last one told."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 577
TITLE = "一个项目只留最后报的一体化项目编号"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-02B",)


@instead_of("pro_code")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The numbers told before are dropped."""
    step = honest(world, command)
    code, last = text_of(command, "project_code"), text_of(command, "pro_code")
    after = step.world
    for key, owner in after.things.get("pro_code", {}).items():
        if owner == code and key[0] != last and step.outcome is ReplyClass.SUCCESS:
            after = after.drop("pro_code", *key)
    return replace(step, world=after)
