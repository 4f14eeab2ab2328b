"""#224: a return is told by the clearing and by the counter, each under its own number."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 224
TITLE = "同一退票由清算和柜面各通知一次，流水号不同"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-04A",)


@instead_of("return_payment")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The second one has a G in front."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.SUCCESS:
        return step
    again = (replace(s, key=f"G{s.key}", values={**s.values, "return_no": f"G{s.key}"}) for s in step.sends)
    return replace(step, sends=(*step.sends, *again))
