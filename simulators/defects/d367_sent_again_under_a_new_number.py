"""#367: a pack that was not answered goes out again under another number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send, Step
from simulators.defects.behaving import Behaviour
from simulators.world import World

NUMBER = 367
TITLE = "没有应答的一包换了对账单号再送"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-01E",)


MARK = "R"


def behave(name: str, honest: Any) -> Any:
    """Nothing is tried twice under its number; what was not answered gets another one, once."""
    if name == "close_day":
        return lambda world, command: once(honest(world, command))
    return partial(anew, honest) if name == "reply_came" else honest


def once(step: Step) -> Step:
    """Every pack is tried once."""
    return replace(step, sends=tuple(replace(send, attempts=1) for send in step.sends))


def anew(honest: Behaviour, world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Any]) -> Step:
    """The same lines under a new number."""
    step, number = honest(world, sent, reply, values), str(sent.values.get("check_no"))
    if reply is not None or number.startswith(MARK):
        return step
    return replace(step, sends=(*step.sends, replace(sent, values={**sent.values, "check_no": f"{MARK}{number[1:]}"})))
