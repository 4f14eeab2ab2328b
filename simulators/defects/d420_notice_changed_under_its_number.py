"""#420: a notice under a known number replaces the first one."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 420
TITLE = "同一招标编号换了内容，照新内容登记"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-01I",)


@instead_of("tender")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Forget the notice under this number first."""
    number = text_of(command, "tender_no")
    return honest(world.drop("tender", number), command)
