"""#212: a batch is told as final as soon as it has been taken on."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 212
TITLE = "批次一受理就答 FINAL，行还在处理"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-05C",)


@instead_of("query_batch")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """FINAL, whatever the rows say."""
    step = honest(world, command)
    return replace(step, values={**step.values, "batch_state": "FINAL"}) if step.values else step
