"""#906: what was cleared goes through a whole-yuan column on its way to the statement."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_DOWN, Decimal

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import decimal_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 906
TITLE = "对账单里的清算金额舍去角分"
FAMILY = "treasury_recon"
ROLE = "treasury"
LINKAGE = "linkage.recon"
FINDS = ("TREA-96",)


@instead_of("paid_known")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Whole yuan."""
    whole = decimal_of(command, "amount").to_integral_value(ROUND_DOWN).quantize(Decimal("0.01"))
    return honest(world, replace(command, values={**command.values, "amount": whole}))
