"""#195: available is what there is and what the bank would lend."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 195
TITLE = "可用余额含授信额度，大于余额"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07B",)


@instead_of("query_balance")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """A hundred thousand more."""
    step = honest(world, command)
    available = step.values.get("available")
    if not isinstance(available, Decimal):
        return step
    return replace(step, values={**step.values, "available": available + Decimal("100000.00")})
