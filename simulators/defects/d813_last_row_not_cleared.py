"""#813: the last row of a batch is lost."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 813
TITLE = "小额批量包的最后一笔没有办"
FAMILY = "cnaps2"
ROLE = "center"
FINDS = ("CN-02Q", "CN-07P")


@instead_of("take_business")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """All rows but the last, where there are several."""
    return honest(world, replace(command, rows=command.rows[:-1]) if len(command.rows) > 1 else command)
