"""#697: the difference has no sign."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 697
TITLE = "差额只写绝对值"
FAMILY = "social_check"
ROLE = "finance"
FINDS = ("PERS-51",)


@instead_of("check_deductions")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Always a positive number."""
    step = honest(world, command)
    found = step.values.get("difference")
    return replace(step, values={**step.values, "difference": abs(found)}) if isinstance(found, Decimal) else step
