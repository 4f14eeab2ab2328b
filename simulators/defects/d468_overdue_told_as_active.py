"""#468: dates are not looked at when the state is told."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 468
TITLE = "逾期的证实书仍答在存"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-39B",)


@instead_of("certificate")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The column as it is stored."""
    step = honest(world, command)
    state = step.values.get("certificate_state")
    stale = state in ("MATURED", "OVERDUE")
    return replace(step, values={**step.values, "certificate_state": "ACTIVE"}) if stale else step
