"""#234: 0002 after a resend is taken for failed; the money stays in the book."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_client import finished
from simulators.world import World

NUMBER = 234
TITLE = "重发答 0002（重复）当失败，账上没有记付出"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-02C",)


@instead_of("reply_came")
def behave(honest: Behaviour, world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """Refused by the bank, it seems."""
    order = world.find("key", sent.key)
    if sent.operation == "CFRT02" and reply is ReplyClass.DUPLICATE and order is not None:
        return Step(world=finished(world, order, "FAILED"))
    return honest(world, sent, reply, values)
