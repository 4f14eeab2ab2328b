"""#368: a second answer to a pack is taken whatever it says."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.recon_checker import THERE, TWICE
from simulators.world import World

NUMBER = 368
TITLE = "同一包的回执内容变了也当作重送"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-03R",)


@instead_of("take_verdict")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Whatever comes under a known number was there before."""
    step = honest(world, command)
    return replace(step, outcome=ReplyClass.DUPLICATE, code=THERE) if step.code == TWICE else step
