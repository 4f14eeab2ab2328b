"""#817: a business that never came is told as cleared."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 817
TITLE = "没有收到过的业务答已轧差、已办零笔"
FAMILY = "cnaps2"
ROLE = "center"
FINDS = ("CN-07Q",)


@instead_of("business_asked")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Cleared, and nothing of it."""
    step = honest(world, command)
    if step.outcome is ReplyClass.SUCCESS:
        return step
    return Step(world=world, text="已轧差", values={"done_count": 0, "done_amount": Decimal("0.00")})
