"""#878: a pack that never came is told as nothing done."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 878
TITLE = "没有收到的包答成功、已办零笔"
FAMILY = "tips"
ROLE = "gateway"
FINDS = ("TIPS-01Q",)


@instead_of("pack_asked")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Success, and nothing of it."""
    step = honest(world, command)
    if step.outcome is ReplyClass.SUCCESS:
        return step
    return Step(world=world, values={"work_date": command.now[:8], "done_count": 0, "done_amount": Decimal("0.00")})
