"""The length prefix of the reply is off by one."""

from __future__ import annotations

from dataclasses import replace

from kanhe.errors import WireError
from kanhe.model.acts import Act, Close, Send
from kanhe.transport.faults.fault import Duty, Shot, fault
from kanhe.wire.framing import frame


@fault("应答的长度前缀差一", duty=Duty.SAME_KEY, framed_only=True)
def wrong_length(shot: Shot) -> tuple[Act, ...]:
    """One more or one less than the body has, by chance; a body of no bytes is announced as one."""
    assert shot.framing is not None
    body = shot.reply[shot.body_at :]
    told = body + b"x" if not body or shot.chance.random() < 0.5 else body[:-1]
    try:
        head = frame(replace(shot.framing, limit_bytes=shot.framing.limit_bytes + 1), told)[: shot.body_at]
    except WireError:  # a body at the very limit: one less always fits
        head = frame(shot.framing, body[:-1])[: shot.body_at]
    return (Send(head + body), Close())
