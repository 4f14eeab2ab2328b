"""#255: a batch without an answer goes out again under a new key."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.direct import sent_anew
from simulators.world import World

NUMBER = 255
TITLE = "批量代发收不到应答，换流水号再发"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-01",)


@instead_of("reply_came")
def behave(honest: Behaviour, world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """Once."""
    batch = world.find("salary", sent.key)
    if sent.operation == "IBAF04" and reply is None and batch is not None and not sent.key.endswith("R"):
        return sent_anew(world, batch, sent)
    return honest(world, sent, reply, values)
