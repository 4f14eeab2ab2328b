"""The reply comes in two pieces, cut inside a character of two or more bytes."""

from __future__ import annotations

from kanhe.model.acts import Act, Send, Wait
from kanhe.transport.faults.fault import Duty, Shot, fault


@fault("应答在一个汉字中间分成两段到达", duty=Duty.AS_USUAL, seconds=0.05)
def split_in_character(shot: Shot) -> tuple[Act, ...]:
    """Cut behind the first byte beyond ASCII, else in the middle of the payload."""
    wide = next((i for i in range(shot.body_at, len(shot.reply)) if shot.reply[i] > 0x7F), -1)
    cut = wide + 1 if wide >= 0 else (shot.body_at + len(shot.reply)) // 2
    return (Send(shot.reply[:cut]), Wait(shot.seconds), Send(shot.reply[cut:]))
