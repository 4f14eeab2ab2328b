"""#876: the last row of a pack is lost."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 876
TITLE = "一包的最后一笔没有办"
FAMILY = "tips"
ROLE = "gateway"
FINDS = ("TIPS-02Q",)


@instead_of("take_pack")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """All rows but the last, where there are several."""
    return honest(world, replace(command, rows=command.rows[:-1]) if len(command.rows) > 1 else command)
