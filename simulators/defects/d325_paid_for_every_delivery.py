"""#325: every time that the vault hands out a voucher it is paid (the vault does so until it is signed for)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send, Step
from simulators.treasury_member import PAID
from simulators.world import World

NUMBER = 325
TITLE = "每读到一次就支付一次，同一凭证送出流水号不同的回单"
FAMILY = "treasury_voucher"
ROLE = "member"
FINDS = ("TV-03R",)
Answered = Callable[[World, Send, ReplyClass | None, Mapping[str, Any]], Step]


class Payer:
    """Counts receipts, so that each has a payment of its own."""

    def __init__(self) -> None:
        self._paid = 0

    def behave(self, name: str, behaviour: Answered) -> Answered:
        """A receipt is followed by another one for the second payment."""
        if name != "reply_came":
            return behaviour

        def twice(world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Any]) -> Step:
            step = behaviour(world, sent, reply, values)
            if sent.operation.startswith(PAID) and not str(sent.values["bank_serial"]).endswith("R"):
                again = replace(sent, values={**sent.values, "bank_serial": f"{sent.values['bank_serial']}R"})
                step = replace(step, sends=(*step.sends, again))
            return step

        return twice


def start() -> Payer:
    """One payer per simulator."""
    return Payer()
