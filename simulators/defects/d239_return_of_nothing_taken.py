"""#239: a return of a payment that nobody made is answered 0000."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 239
TITLE = "退票找不到原付款也答 0000"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-04A",)


@instead_of("return_told")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Kept until somebody looks at it."""
    step = honest(world, command)
    if step.outcome is ReplyClass.REFUSED and world.find("key", text_of(command, "payment_no")) is None:
        return replace(step, outcome=ReplyClass.SUCCESS, code="", text="")
    return step
