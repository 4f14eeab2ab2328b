"""#242: a notice that comes again is refused, so the bank sends it for ever."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_bank import refuse
from simulators.world import World

NUMBER = 242
TITLE = "同一结果通知再来一次答 1001，不答 0002"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-02D",)


@instead_of("result_told")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """A duplicate is an error."""
    step = honest(world, command)
    return refuse(world, "通知流水号重复") if step.outcome is ReplyClass.DUPLICATE else step
