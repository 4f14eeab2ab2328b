"""#247: orders without an answer are not counted as open."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 247
TITLE = "结果未知的付款不计入 OpenNum"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-02C",)


@instead_of("confirm_balance")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """None are open."""
    step = honest(world, command)
    return replace(step, values={**step.values, "open_count": 0}) if step.values else step
