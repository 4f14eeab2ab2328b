"""#237 (#37 of the document): a payment that succeeded is closed; that it came back is answered 0000 and forgotten."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 237
TITLE = "成功即终态，退票通知答 0000 却不冲回"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-02C",)


@instead_of("return_told")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The books are those of before."""
    step = honest(world, command)
    return replace(step, world=step.world.booked(world.ledger)) if step.outcome is ReplyClass.SUCCESS else step
