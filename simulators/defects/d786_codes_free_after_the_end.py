"""#786: the codes of a fee source that was given up may be used again."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 786
TITLE = "费源撤销以后，它的缴款码可以再用"
FAMILY = "land_fee"
ROLE = "finance"
FINDS = ("LAND-24C",)


@instead_of("push_fee")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Nobody knows the codes of what was given up."""
    here = world
    for row in command.rows:
        used = world.find("fee code", text_of(row, "pay_code"))
        if used is not None and not world.find("fee", used.fee).active:
            here = here.drop("fee code", used.code)
    step = honest(here, command)
    return replace(step, world=world) if step.world is here else step
