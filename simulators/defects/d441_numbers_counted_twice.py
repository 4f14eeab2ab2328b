"""#441: successors are numbered in a series of their own that meets the first one."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 441
TITLE = "换单的证实书另从 1 编号，与已开的重号"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-16A", "DEP-12B",)


@instead_of("withdraw")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The counter of the successors."""
    first, second = world.counters.get("certificate", 0), world.counters.get("successor", 0)
    step = honest(replace(world, counters=world.counters.set("certificate", second)), command)
    counters = step.world.counters
    used = counters.get("certificate", 0)
    return replace(step, world=replace(step.world, counters=counters.set("successor", used).set("certificate", first)))
