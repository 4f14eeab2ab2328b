"""#187: a payment that came back is told as failed: success becomes failure."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 187
TITLE = "退票的付款查成 FAILED，成功变成了失败"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-05M",)


@instead_of("query_payment")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """There is no state for returns."""
    step = honest(world, command)
    return replace(step, values={**step.values, "payment_state": "FAILED"}) if step.values.get("payment_state") == "RETURNED" else step
