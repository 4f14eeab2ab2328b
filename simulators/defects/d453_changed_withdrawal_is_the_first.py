"""#453: a changed withdrawal under a known number is taken for a resend."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import Granted, text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 453
TITLE = "同一请求号换了证实书或金额，也答原来的支取"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-39R",)


@instead_of("withdraw")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The number alone decides."""
    known: Granted | None = world.find("done", command.operation, text_of(command, "request_no"))
    return honest(world, command) if known is None else Step(world=world, values=known.values)
