"""#232: no answer is taken for failed, and the order goes out under a new key."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.direct import paid_anew
from simulators.world import World

NUMBER = 232
TITLE = "收不到应答当失败，换流水号再付"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-01",)


@instead_of("reply_came")
def behave(honest: Behaviour, world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """A time-out is an error, and errors are sent again."""
    order = world.find("key", sent.key)
    silent = sent.operation == "CFRT02" and reply is None
    return paid_anew(world, order) if silent and order is not None else honest(world, sent, reply, values)
