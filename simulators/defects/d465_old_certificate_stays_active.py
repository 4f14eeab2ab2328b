"""#465: after a partial withdrawal the old certificate is still active."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.deposit import is_new
from simulators.deposit_terms import Certificate
from simulators.world import World

NUMBER = 465
TITLE = "部提换单后原证实书仍为在存"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-39B",)


@instead_of("withdraw")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The update of the old one is forgotten."""
    first = is_new(world, command)
    step = honest(world, command)
    old: Certificate | None = step.world.find("certificate", text_of(command, "certificate"))
    if not first or old is None or old.status != "DRAWN":
        return step
    return replace(step, world=step.world.put("certificate", old.number, record=replace(old, status="ACTIVE")))
