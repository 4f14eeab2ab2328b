"""#852: a pair whose credit side was written first is left lying."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.government_consolidation import DEBIT_CLASSES
from simulators.world import World

NUMBER = 852
TITLE = "先写应付一方的往来不抵销，结果随先后而变"
FAMILY = "government_consolidation"
ROLE = "finance"
FINDS = ("GFR-43", "GFR-41")


@instead_of("merge_offset")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Read the lines that begin with a claim or an expense."""
    rows = tuple(row for row in command.rows if text_of(row, "pair_account")[:1] in DEBIT_CLASSES)
    return honest(world, replace(command, rows=rows))
