"""#580: a change of a known project is granted and not kept."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 580
TITLE = "阶段推进、概算调整答成功而不登记"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-03C", "INV-04A",)


@instead_of("project_change")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Keep the project as it was."""
    step, code = honest(world, command), text_of(command, "project_code")
    first = world.find("project", code)
    return step if first is None else replace(step, world=step.world.put("project", code, record=first))
