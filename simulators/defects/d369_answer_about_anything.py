"""#369: lines of an answer are not looked for in the statement."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 369
TITLE = "回执里有原对账单没有的明细也收下"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-03C",)


@instead_of("take_verdict")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """As if the answer named none."""
    return honest(world, replace(command, rows=()))
