"""#7 (FBI): the bank side takes 01 "received before" for a failure and rolls its booking back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send, Step
from simulators.land_bank import Receipt, take_back
from simulators.world import World

NUMBER = 7
TITLE = "到账通知答 01（接收重复）时银行端冲回入账"
FAMILY = "land_margin"
ROLE = "bank"
FINDS = ("LAND-07",)

Told = Callable[[World, Send, ReplyClass | None, Mapping[str, Value]], Step]


def behave(name: str, behaviour: Told) -> Told:
    """Anything but 00 undoes the receipt."""
    if name != "reply_came":
        return behaviour

    def reply_came(world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
        step = behaviour(world, sent, reply, values)
        if sent.operation != "G00001" or reply is not ReplyClass.DUPLICATE:
            return step
        receipt: Receipt | None = step.world.find(f"receipt {sent.values['sub_account']}", sent.key)
        if receipt is None:
            return step
        return replace(step, world=take_back(step.world, receipt, now=receipt.received_at))

    return reply_came
