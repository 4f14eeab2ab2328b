"""#194: what is under way counts as available."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 194
TITLE = "可用余额没有扣除在途占用"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07D", "BD-05M")


@instead_of("query_balance")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """One figure twice."""
    step = honest(world, command)
    return replace(step, values={**step.values, "available": step.values["balance"]}) if step.values else step
