"""#231: 9999 says that the outcome is unknown; it is taken for failed, and the order goes out under a new key."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.direct import paid_anew
from simulators.world import World

NUMBER = 231
TITLE = "答 9999（结果未知）当失败，换流水号再付"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-01A", "BD-01")


@instead_of("reply_came")
def behave(honest: Behaviour, world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """Whatever is not 0000 or 0001 has failed."""
    order = world.find("key", sent.key)
    if sent.operation == "CFRT02" and reply in (ReplyClass.UNKNOWN, ReplyClass.FAULT) and order is not None:
        return paid_anew(world, order)
    return honest(world, sent, reply, values)
