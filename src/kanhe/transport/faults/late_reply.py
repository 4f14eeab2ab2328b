"""The reply comes after the caller's deadline."""

from __future__ import annotations

from kanhe.model.acts import Act, Send, Wait
from kanhe.transport.faults.fault import Duty, Shot, fault


@fault("已入账，应答迟到", duty=Duty.SAME_KEY, seconds=65.0)
def late_reply(shot: Shot) -> tuple[Act, ...]:
    """The whole, true reply, too late to be waited for."""
    return (Wait(shot.seconds), Send(shot.reply))
