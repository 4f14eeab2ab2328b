"""#202: the statement lists every day, whatever was asked for."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 202
TITLE = "明细不看起止日期，全部列出"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07I",)


@instead_of("statement")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """All lines."""
    return honest(world, replace(command, values={**command.values, "start_date": "00000101", "end_date": "99991231"}))
