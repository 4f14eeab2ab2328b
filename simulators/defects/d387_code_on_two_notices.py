"""#387: a pay code that is still due goes on a second notice."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.land_levy import NOT_ALLOWED, keep, notice_of
from simulators.world import World

NUMBER = 387
TITLE = "未缴的缴款码又收进另一张通知"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-34E",)


@instead_of("notice_taken")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Taken whatever else the code is on."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.REFUSED or step.code != NOT_ALLOWED:
        return step
    return Step(world=keep(world, notice_of(command)))
