"""#265: orders of a million and more wait for a second signature that nobody is asked for."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 265
TITLE = "一百万元及以上的付款等复核，一直没有发出"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("bank_direct.order_payment:causes",)


@instead_of("order_payment")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Nothing is sent."""
    step = honest(world, command)
    return replace(step, sends=()) if fen_of(command, "amount") >= 100_000_000 else step
