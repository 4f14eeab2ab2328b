"""#199: a return is listed like the payment that it undoes."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 199
TITLE = "退票在明细里仍记借方"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07G", "BD-07H")


@instead_of("statement")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """D for every line of a payment."""
    step = honest(world, command)
    rows = tuple({**row, "dc_flag": "D"} if world.find("payment", str(row["entry_no"])) else row for row in step.rows)
    return replace(step, rows=rows)
