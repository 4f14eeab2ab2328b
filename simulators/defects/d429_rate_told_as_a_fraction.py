"""#429: the rate is told as a fraction, not per cent."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 429
TITLE = "中标利率按小数写出（0.0175）"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-12C",)


@instead_of("award")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """A hundredth of it."""
    step = honest(world, command)
    rate = step.values.get("deposit_rate")
    return replace(step, values={**step.values, "deposit_rate": rate / 100}) if isinstance(rate, Decimal) else step
