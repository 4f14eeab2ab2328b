"""#344: a receipt is taken for a voucher that the vault does not have."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 344
TITLE = "没有的凭证也收回单"
FAMILY = "treasury_receipt"
ROLE = "vault"
FINDS = ("TV-03C",)


@instead_of("take_receipt")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Any number will do."""
    return honest(world, command, without=("known",))
