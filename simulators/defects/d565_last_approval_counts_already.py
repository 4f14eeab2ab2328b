"""#565: the last approval counts, whether its day has come or not."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.establishment import posts, says
from simulators.world import World

NUMBER = 565
TITLE = "还没有生效的核定当作已生效"
FAMILY = "establishment"
ROLE = "bureau"
FINDS = ("PERS-21A",)


@instead_of("posts_of")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The last one of all, where there is one for the day."""
    step = honest(world, command)
    known = posts(world, says(command, "agency"), says(command, "est_type")).approvals
    if "quota" not in step.values:
        return step
    return replace(step, values={**step.values, "quota": known[-1].heads, "est_doc": known[-1].document})
