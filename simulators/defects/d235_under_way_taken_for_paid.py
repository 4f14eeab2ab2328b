"""#235: 0001 is taken for success, so what fails later is booked as paid."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 235
TITLE = "答 0001（处理中）当成功，后来失败的也记了付出"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-02C", "bank_direct.CNTS01:accepts")


@instead_of("reply_came")
def behave(honest: Behaviour, world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """Every code that begins with 000 is success."""
    paid = sent.operation == "CFRT02" and reply is ReplyClass.PROCESSING
    return honest(world, sent, ReplyClass.SUCCESS if paid else reply, values)
