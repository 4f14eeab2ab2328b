"""#434: a month has thirty days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.deposit_terms import day_of
from simulators.world import World

NUMBER = 434
TITLE = "到期日按每月三十天推算"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-11",)


@instead_of("open_deposit")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The term in days."""
    step = honest(world, command)
    if "maturity_date" not in step.values:
        return step
    end = day_of(text_of(command, "value_date")) + timedelta(days=30 * int(text_of(command, "deposit_term")))
    return replace(step, values={**step.values, "maturity_date": f"{end:%Y%m%d}"})
