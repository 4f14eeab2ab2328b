"""#606: an application is paid as soon as its vouchers are sent."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 606
TITLE = "凭证一发出就答已支付，不等回单"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-33",)


@instead_of("payment")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """An optimist."""
    step = honest(world, command)
    return replace(step, values={**step.values, "payment_stage": "PAID"}) if step.values.get("payment_stage") == "SENT" else step
