"""#488: the name changes with the decision, before the bank has filed it."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.account_bureau import CHANGE, text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 488
TITLE = "变更一批复就改户名，不等银行备案"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-21A",)


@instead_of("bureau_settles")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The new name at once."""
    step = honest(world, command)
    asked = step.world.find("application", text_of(command, "apply_no"))
    if asked is None or asked.kind != CHANGE or step.world is world:
        return step
    return replace(step, world=step.world.put("file", asked.file, record=replace(step.world.find("file", asked.file), name=asked.name)))
