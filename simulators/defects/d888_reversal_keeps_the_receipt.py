"""#888: what a reversal takes back stays received in the fee source."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 888
TITLE = "冲正以后，费源那一期还算已收"
FAMILY = "land_fee"
ROLE = "finance"
FINDS = ("LAND-24Q",)


@instead_of("receipt_reversed")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """See defects/__init__.py."""
    return replace(honest(world, command), world=world)
