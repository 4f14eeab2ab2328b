"""#404: the state of a pay code is what it was when it was first asked for."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 404
TITLE = "缴款码状态查过一次就取缓存，以后不变"
FAMILY = "land_payment"
ROLE = "land"
FINDS = ("LAND-34I", "LAND-34K")


@instead_of("bill_checked")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The first answer for good."""
    code = str(command.values["pay_code"])
    kept: Step | None = world.find("state told", code)
    if kept is not None:
        return replace(kept, world=world)
    step = honest(world, command)
    return replace(step, world=world.put("state told", code, record=step)) if step.values else step
