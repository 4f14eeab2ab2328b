"""#341: a refund is taken whatever its amount."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 341
TITLE = "退款金额与原明细差一分，也收款、送办妥的回单"
FAMILY = "treasury_receipt"
ROLE = "member"
FINDS = ("TV-05B",)


@instead_of("arrives")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Nobody compares."""
    return honest(world, command, without=("amount",))
