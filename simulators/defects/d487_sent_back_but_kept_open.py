"""#487: the file does not know that its application was sent back."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.account_bureau import OPEN
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 487
TITLE = "申请退回了，账户档案仍是已申请"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-15A",)


@instead_of("bureau_rejects")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The file stays as it was."""
    step = honest(world, command)
    asked = step.world.find("application", text_of(command, "apply_no"))
    if asked is None or asked.kind != OPEN or step.world is world:
        return step
    return replace(step, world=step.world.put("file", asked.file, record=world.find("file", asked.file)))
