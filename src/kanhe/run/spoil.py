"""Making an answer of ours go wrong on its way, and which faults suit a wire."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from kanhe.contract.draw import Draw
from kanhe.model.acts import Act
from kanhe.model.contract import WireProfile
from kanhe.model.exchange import Message
from kanhe.transport.faults.all import FAULTS
from kanhe.transport.faults.fault import Duty, Fault, Position, Shot
from kanhe.transport.request import response
from kanhe.wire.framing import frame

# A reply that comes after a minute, or never ends, costs a run more than it shows; one changed bit of an unsigned reply may be another
# true reply, and nobody could know.
LEFT_OUT = ("late_reply", "endless_reply", "flipped_byte")
QUICK_S = 0.1


def suitable(wire: WireProfile) -> tuple[Fault, ...]:
    """The faults of our answers that a caller on this wire can be held to; their pauses are kept short."""
    return tuple(
        replace(fault, seconds=min(fault.seconds, QUICK_S)) for fault in FAULTS.values()
        if fault.name not in LEFT_OUT and fault.position is not Position.BEFORE_EFFECT and fault.duty is not Duty.ONE_EFFECT
        and (wire.framing is not None or not fault.framed_only))


def spoiling(fault: Fault, wire: WireProfile, draw: Draw, former: Message | None) -> Callable[[bytes, int], Sequence[Act]]:
    """The fault as a function of the raw reply; its choices come from the run's seed."""
    chance = random.Random(draw.integer(0, 1 << 30))  # noqa: S311 - to be repeated, not to be secret

    def acts(data: bytes, body_at: int) -> Sequence[Act]:
        before = b"" if former is None else frame(wire.framing, former.body) if wire.framing else response(former)
        return fault.acts(Shot(request=b"", reply=data, former=before, framing=wire.framing, charset=wire.charset, body_at=body_at,
                               chance=chance, seconds=fault.seconds))

    return acts
