"""#388: a notice number that is known is a duplicate, whatever it says now."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.land_levy import again, numbered
from simulators.world import World

NUMBER = 388
TITLE = "同一通知凭证号改了内容也答已受理"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-34D",)


@instead_of("notice_taken")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Only the number is compared."""
    step = honest(world, command)
    known = numbered(world, str(command.values["pay_notice"]))
    return again(world) if known is not None and step.outcome is ReplyClass.REFUSED else step
