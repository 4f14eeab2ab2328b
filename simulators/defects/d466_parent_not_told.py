"""#466: a new certificate does not tell which one it came out of."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 466
TITLE = "换单的证实书不写原证实书号"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-16B",)


@instead_of("certificate")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Left empty."""
    step = honest(world, command)
    return replace(step, values={**step.values, "parent_certificate": ""}) if step.values else step
