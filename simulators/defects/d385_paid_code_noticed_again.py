"""#385: a pay code that is paid may be on a new notice, and is due once more."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.land_levy import PAID_ALREADY, keep, notice_of
from simulators.world import World

NUMBER = 385
TITLE = "已缴的缴款码又收进新的通知，可以再缴一次"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-34B", "LAND-34A", "LAND-34I")


@instead_of("notice_taken")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Only the number of the notice is looked at."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.REFUSED or step.code != PAID_ALREADY:
        return step
    return Step(world=keep(world, notice_of(command)))
