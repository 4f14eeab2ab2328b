"""#192: a payment is found only after it has been settled."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_bank import NO_RECORD, refuse
from simulators.world import World

NUMBER = 192
TITLE = "处理中的付款查无此交易"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-03C", "BD-03B")


@instead_of("query_payment")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The query reads the table of what is booked."""
    step = honest(world, command)
    return refuse(world, "查无此交易", code=NO_RECORD) if step.values.get("payment_state") == "PROCESSING" else step
