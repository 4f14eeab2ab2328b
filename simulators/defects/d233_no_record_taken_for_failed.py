"""#233 (#33 of the document): 'no record' soon after sending is taken for failed, and the order goes out under a new key."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.direct import paid_anew
from simulators.direct_client import OPEN
from simulators.world import World

NUMBER = 233
TITLE = "刚发出就查无此交易，当失败，换流水号再付"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-01A",)


@instead_of("reply_came")
def behave(honest: Behaviour, world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """The bank does not know it, so it was not paid."""
    order = world.find("key", sent.key)
    if sent.operation == "CQRT04" and reply is ReplyClass.REFUSED and order is not None and order.status in OPEN:
        return paid_anew(world, order)
    return honest(world, sent, reply, values)
