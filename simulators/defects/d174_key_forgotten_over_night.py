"""#174: keys are only looked for among those of the day."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 174
TITLE = "流水号只在当日查重，次日重发又付一次"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-02", "BD-07D")


@instead_of("pay")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """A payment of another day is as if it had never been."""
    step, key = honest(world, command), str(command.values["payment_no"])
    if step.outcome is ReplyClass.DUPLICATE and world.find("payment", key).sent != command.now[:8]:
        return honest(world.drop("payment", key), command)
    return step
