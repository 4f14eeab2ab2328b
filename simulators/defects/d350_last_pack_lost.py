"""#350: the last pack of a statement stays in the queue."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.recon_checker import count_of
from simulators.world import World

NUMBER = 350
TITLE = "分包的对账单，最后一包没有送出"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-01P",)


@instead_of("close_day")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """One pack less of every statement that has several."""
    step = honest(world, command)
    return replace(step, sends=tuple(s for s in step.sends if not 1 < count_of(s.values, "pack_count") == count_of(s.values, "pack_no")))
