"""#349: a payment is refunded as often as somebody asks."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 349
TITLE = "已退过的原明细又退一次，送办妥的回单"
FAMILY = "treasury_receipt"
ROLE = "member"
FINDS = ("TV-05A",)


@instead_of("arrives")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Nobody remembers."""
    return honest(world, command, without=("once",))
