"""#221: only success is told."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 221
TITLE = "在途付款失败时不发结果通知"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("bank_direct.reverse:causes",)


@instead_of("reverse")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Nothing is sent."""
    return replace(honest(world, command), sends=())
