"""#211: rows without a result are in no sum."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 211
TITLE = "批量结果的头部没有未了的笔数和金额，三者之和对不上"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-05A", "BD-05B")


@instead_of("query_batch")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Nothing is pending."""
    step = honest(world, command)
    return replace(step, values={**step.values, "pending_count": 0, "pending_amount": yuan(0)}) if step.values else step
