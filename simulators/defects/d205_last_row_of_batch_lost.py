"""#205: the last row of a batch is lost while reading it; the sum is what the head says."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 205
TITLE = "批量代发读明细时丢最后一行，总额照头部记"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-05E", "BD-05A")


@instead_of("pay_batch")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """All rows but one."""
    return honest(world, replace(command, rows=command.rows[:-1]) if len(command.rows) > 1 else command)
