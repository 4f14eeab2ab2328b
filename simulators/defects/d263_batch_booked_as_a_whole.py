"""#263: a batch is booked by its total, although rows failed."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 263
TITLE = "批量代发按总额记付出，失败的行没有退回来"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-02C",)


@instead_of("reply_came")
def behave(honest: Behaviour, world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """The sum of the head for what has succeeded."""
    if sent.operation == "IBAQ06" and "total_amount" in values:
        values = {**values, "success_amount": values["total_amount"]}
    return honest(world, sent, reply, values)
