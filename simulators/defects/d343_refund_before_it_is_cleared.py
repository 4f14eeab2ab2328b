"""#343: a refund is taken of money that was never cleared."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 343
TITLE = "入账前退款：原划款没有办成，也收退款、送办妥的回单"
FAMILY = "treasury_receipt"
ROLE = "member"
FINDS = ("TV-05",)


@instead_of("arrives")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """What was applied for counts as cleared."""
    return honest(world, command, without=("cleared",))
