"""#648: a version that was told is overwritten by other content."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import content_of, text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 648
TITLE = "报过的版本换了内容再报，照新的改"
FAMILY = "capital_budget"
ROLE = "finance"
FINDS = ("SCB-45I",)


@instead_of("budget")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Forget that the version is known, and take its base for what it was."""
    key = (command.operation, text_of(command, "capital_budget"), text_of(command, "budget_version"))
    known = world.find("done", *key)
    if known is None or known.content == content_of(command):
        return honest(world, command)
    return Step(world=world.put("done", *key, record=replace(known, content=content_of(command))), values=known.values)
