"""The vocabulary of faults: what each one is called, where it strikes, and what the caller owes after it.

Theory of operation. A fault is a pure function from one exchange (`Shot`) to acts; it sees the raw bytes, framing and all. It
says how often the request reaches the server (`forwards`: 0 = lost before the effect, 1, 2 = delivered twice). Files beside this one
hold one fault each and register it; `proxy.py` performs them between any caller and any server.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kanhe.model.acts import Act
from kanhe.model.contract import Framing


class Position(StrEnum):
    """Where a fault strikes, seen from the effect at the server."""

    BEFORE_EFFECT = "before_effect"
    AFTER_EFFECT = "after_effect"
    AFTER_REPLY = "after_reply"


class Duty(StrEnum):
    """What an honest caller (or, for a doubled request, the server) does."""

    SAME_KEY = "same_key"  # the outcome is unknown: query, or send again under the same business key
    AS_USUAL = "as_usual"  # the reply is whole and true, however it came: take it, once
    ONE_EFFECT = "one_effect"  # the server books a request once, however often it comes


DUTY_TEXTS = {
    Duty.SAME_KEY: "结果未知：只可查询，或用原业务键重发；不得换新键重做，不得当作失败",
    Duty.AS_USUAL: "应答完整而真实：照收，且只收一次",
    Duty.ONE_EFFECT: "同一请求到几次都只入账一次",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One exchange as raw bytes. reply: b'' where the request was not forwarded. former: the reply before this one.

    framing is None for HTTP. body_at: offset of the payload in `reply`. chance: seeded, a fault's only source of choice.
    """

    request: bytes
    reply: bytes
    former: bytes = b""
    framing: Framing | None = None
    charset: str = "GBK"
    body_at: int = 0
    chance: random.Random
    seconds: float = 0.0


Acts = Callable[[Shot], tuple[Act, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One entry of the vocabulary. seconds: how long it holds things up, where it does. readable: a lenient caller may still make out the
    true answer, and need not do anything more."""

    name: str
    title: str
    position: Position
    duty: Duty
    acts: Acts
    forwards: int = 1
    seconds: float = 0.0
    framed_only: bool = False
    readable: bool = False


FAULTS: dict[str, Fault] = {}


def fault(
    title: str, *, duty: Duty, position: Position = Position.AFTER_EFFECT, forwards: int = 1, seconds: float = 0.0,
    framed_only: bool = False, readable: bool = False,
) -> Callable[[Acts], Acts]:
    """Register a function as the fault of its own name."""

    def register(acts: Acts) -> Acts:
        name = getattr(acts, "__name__", "")
        FAULTS[name] = Fault(name=name, title=title, position=position, duty=duty, acts=acts, forwards=forwards,
                             seconds=seconds, framed_only=framed_only, readable=readable)
        return acts

    return register
