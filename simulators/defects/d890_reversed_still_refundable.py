"""#890: what may be given back of a contract is not lessened by a reversal."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 890
TITLE = "冲正以后，可退金额没有减"
FAMILY = "land_refund"
ROLE = "finance"
FINDS = ("LAND-54B",)


@instead_of("refundable_reversed")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """See defects/__init__.py."""
    step = honest(world, command)
    return replace(step, world=world.put("paid book", text_of(command, "origin_voucher"), record=None))
