"""#735: a unit that was asked for nothing is told to have nothing."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.government_reports import Report, key_of
from simulators.world import World

NUMBER = 735
TITLE = "没有下达任务的单位查到的是零，不是没有"
FAMILY = "government_report"
ROLE = "finance"
FINDS = ("GFR-00N",)


@instead_of("report")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Zeros in place of a refusal."""
    if world.find("report", *key_of(command)) is None:
        world = world.put("report", *key_of(command), record=Report(before=(0, 0)))
    return honest(world, command)
