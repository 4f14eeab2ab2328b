"""#347: a second receipt with other content takes the place of the first."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 347
TITLE = "同一凭证的第二张回单盖掉第一张"
FAMILY = "treasury_receipt"
ROLE = "vault"
FINDS = ("TV-03R",)


@instead_of("take_receipt")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The latest counts."""
    return honest(world, command, without=("once",))
