"""#490: an extension is decided, the file keeps the old term."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.account_bureau import EXTEND, File
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 490
TITLE = "延期批复了，账户的有效期没有改"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-12C",)


@instead_of("bureau_settles")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The application is done with, the file is not looked at."""
    step = honest(world, command)
    asked = step.world.find("application", text_of(command, "apply_no"))
    if asked is None or asked.kind != EXTEND or step.world is world:
        return step
    file: File = step.world.find("file", asked.file)
    return replace(step, world=step.world.put("file", file.number, record=replace(file, valid=world.find("file", file.number).valid)))
