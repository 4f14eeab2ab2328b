"""#345: a quota is compared with what was cleared, refunds left out."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 345
TITLE = "核对清算额度时只算划款，不减退款，额度不符的通知单也送回单"
FAMILY = "treasury_receipt"
ROLE = "member"
FINDS = ("TV-06",)


@instead_of("arrives")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Refunded payments are counted, too."""
    return honest(world, command, without=("refunds",))
