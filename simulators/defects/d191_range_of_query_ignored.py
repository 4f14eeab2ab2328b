"""#191: the range of dates is not looked at."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 191
TITLE = "付款状态查询不看起止日期"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-03B",)


@instead_of("query_payment")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """All days."""
    return honest(world, replace(command, values={**command.values, "start_date": "00000101", "end_date": "99991231"}))
