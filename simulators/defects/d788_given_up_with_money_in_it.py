"""#788: a fee source is given up whatever it received, and stays as it was."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 788
TITLE = "撤销不看收款，撤销了的还是有效"
FAMILY = "land_fee"
ROLE = "finance"
FINDS = ("LAND-24B", "LAND-24R", "LAND-24P")


@instead_of("cancel_fee")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The answer is yes, and nothing follows from it."""
    step, number = honest(world, command, without=frozenset({"received"})), text_of(command, "fee_source")
    if step.world is world:
        return step
    return replace(step, world=step.world.put("fee", number, record=replace(step.world.find("fee", number), active=True)))
