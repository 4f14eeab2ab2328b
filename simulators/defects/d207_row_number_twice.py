"""#207: of two rows with one number the second takes the place of the first."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 207
TITLE = "批内行号重复也受理，后一行盖掉前一行"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-05G",)
skip = frozenset({"BD-05G"})


@instead_of("pay_batch")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Rows by their number."""
    return honest(world, replace(command, rows=tuple({row["pay_row"]: row for row in command.rows}.values())))
