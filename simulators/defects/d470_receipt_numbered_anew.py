"""#470: a resent application gets another receipt."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 470
TITLE = "重送的申请另给受理编号"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-07",)


@instead_of("apply_account")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Each answer counts on."""
    known = world.find("application", text_of(command, "apply_no"))
    step = honest(world, command)
    if known is None or "accept_no" not in step.values:
        return step
    world, order = step.world.count("accepted")
    return replace(step, world=world, values={**step.values, "accept_no": f"SL{command.now[:4]}{order:08d}"})
