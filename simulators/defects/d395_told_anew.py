"""#395: whatever was not answered goes out again as something new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.levy import changed
from simulators.world import World

NUMBER = 395
TITLE = "没有应答的回报、冲正换了新流水号再送"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-34G", "LAND-35S", "LAND-34B", "LAND-35A")


@instead_of("payer_pays", "teller_reverses", "reply_came")
def behave(honest: Behaviour, world: World, *arguments: object) -> Step:
    """One attempt under each number."""
    if not isinstance(arguments[0], Send):
        return replace(honest(world, *arguments), sends=tuple(replace(s, attempts=1) for s in honest(world, *arguments).sends))
    return anew(honest, world, *arguments)  # type: ignore[arg-type]


def anew(honest: Behaviour, world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """A new number for what nobody answered, once."""
    key = {"2671": "receipt_serial", "2671R": "reversal_no"}.get(sent.operation, "")
    if reply is not None or not key or sent.key.endswith("B"):
        return honest(world, sent, reply, values)
    again = replace(sent, key=f"{sent.key}B")
    return changed(Step(world=world, sends=(again,)), lambda old: {key: f"{old[key]}B"})
