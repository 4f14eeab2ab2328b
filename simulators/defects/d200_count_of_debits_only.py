"""#200: RecordNum counts what was paid out."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 200
TITLE = "明细笔数只数付出的"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07F",)


@instead_of("statement")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Lines with D."""
    step = honest(world, command)
    return replace(step, values={**step.values, "count": sum(row["dc_flag"] == "D" for row in step.rows)}) if step.values else step
