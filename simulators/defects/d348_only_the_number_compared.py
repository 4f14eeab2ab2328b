"""#348: of a receipt only the number is compared with the voucher."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 348
TITLE = "回单只核对凭证编号，不核对其余字段"
FAMILY = "treasury_receipt"
ROLE = "vault"
FINDS = ("TV-03",)


@instead_of("take_receipt")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The number is enough."""
    return honest(world, command, without=("echo",))
