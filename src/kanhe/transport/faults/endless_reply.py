"""The reply never ends."""

from __future__ import annotations

from kanhe.model.acts import Act, Close, Send
from kanhe.transport.faults.fault import Duty, Shot, fault

PIECE = b" " * 65536
PIECES = 1024  # 64 MiB: more than any caller should take, and yet an end


@fault("应答没完没了", duty=Duty.SAME_KEY)
def endless_reply(shot: Shot) -> tuple[Act, ...]:
    """The head of the true reply, then blanks for as long as somebody takes them."""
    if shot.framing is not None:
        start = shot.framing.prefix + b"9" * shot.framing.width
    else:
        start = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n"
    return (Send(start), *[Send(PIECE)] * PIECES, Close())
