"""#457: interest goes where the principal goes."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.deposit_terms import Certificate
from simulators.world import World

NUMBER = 457
TITLE = "利息记入付款账户，没有记入收息账户"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-38A", "DEP-38B",)


@instead_of("withdraw")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The account that the money came from receives everything."""
    old: Certificate | None = world.find("certificate", text_of(command, "certificate"))
    if old is None:
        return honest(world, command)
    step = honest(world.put("certificate", old.number, record=replace(old, collect=old.payer)), command)
    world = step.world
    for number in filter(None, (old.number, str(step.values.get("certificate") or ""))):  # what is on file stays right
        after: Certificate = world.find("certificate", number)
        world = world.put("certificate", number, record=replace(after, collect=old.collect))
    return replace(step, world=world)
