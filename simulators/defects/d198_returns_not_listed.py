"""#198: the statement is made of payments; what came back is not on it."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 198
TITLE = "明细不列退票"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07G", "BD-07H")


@instead_of("statement")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Credits under the key of a payment are left out, of the count, too."""
    step = honest(world, command)
    rows = tuple(row for row in step.rows if row["dc_flag"] == "D" or world.find("payment", str(row["entry_no"])) is None)
    return replace(step, rows=rows, values={**step.values, "count": len(rows)}) if step.values else step
