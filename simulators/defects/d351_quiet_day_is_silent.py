"""#351: nothing is sent for a day on which nothing moved."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 351
TITLE = "没有发生额的日子不送对账单，而不是送总笔数为 0 的"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("treasury_recon.close_day:causes",)


@instead_of("close_day")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Statements without lines are left out."""
    step = honest(world, command)
    return replace(step, sends=tuple(send for send in step.sends if send.rows))
