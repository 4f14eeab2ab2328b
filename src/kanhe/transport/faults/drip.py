"""The reply comes a byte at a time."""

from __future__ import annotations

from kanhe.model.acts import Act, Send, Wait
from kanhe.transport.faults.fault import Duty, Shot, fault


@fault("应答逐字节到达", duty=Duty.AS_USUAL, seconds=0.5)
def drip(shot: Shot) -> tuple[Act, ...]:
    """Byte by byte over `seconds` in all; a caller that takes one read for one frame breaks here."""
    pause = Wait(shot.seconds / max(1, len(shot.reply)))
    return tuple(act for byte in shot.reply for act in (Send(bytes([byte])), pause))
