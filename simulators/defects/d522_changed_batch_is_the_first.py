"""#522: a changed batch under a known number is taken for a resend."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import Granted
from simulators.defects.behaving import Behaviour, instead_of
from simulators.wage_orders import number_of
from simulators.world import World

NUMBER = 522
TITLE = "同一批次号改了内容，也答原来的批次"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-33C",)


@instead_of("pay_wages")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The number alone decides."""
    known: Granted | None = world.find("done", command.operation, number_of(command))
    return honest(world, command) if known is None else Step(world=world, values=known.values)
