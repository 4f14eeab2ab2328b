"""#408: an order to pay over that comes again is done again."""

from __future__ import annotations

from dataclasses import replace

from immutables import Map

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 408
TITLE = "一般缴款书重送，又缴一次、又答成功"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-37D",)


@instead_of("transfer_ordered")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The number is not kept."""
    return honest(replace(world, answered=Map()), command)
