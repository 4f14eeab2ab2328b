"""#698: a difference of less than a yuan in the totals is agreement."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 698
TITLE = "合计差额不到一元就答相符"
FAMILY = "social_check"
ROLE = "finance"
FINDS = ("PERS-51B",)


@instead_of("check_deductions")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The list of differences says otherwise."""
    step = honest(world, command)
    found = step.values.get("difference")
    near = isinstance(found, Decimal) and abs(found) < 1
    return replace(step, values={**step.values, "check_state": "AGREED"}) if near else step
