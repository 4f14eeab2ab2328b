"""#415: orders to pay over share one number of the payment system each day, and the sum is told with the first row alone."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 415
TITLE = "支付交易序号一日只有一个，代理银行缴库金额只是第一行的"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-37H", "LAND-37C")


@instead_of("transfer_ordered")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The number of the day."""
    step = honest(world, command)
    if not step.values:
        return step
    return replace(step, values={**step.values, "dictate_no": command.now[:8], "paid_amount": command.rows[0]["amount"]})
