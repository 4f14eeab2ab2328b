"""One byte of the reply's payload is another one."""

from __future__ import annotations

from kanhe.model.acts import Act, Send
from kanhe.transport.faults.fault import Duty, Shot, fault


@fault("应答有一个字节传错", duty=Duty.SAME_KEY)
def flipped_byte(shot: Shot) -> tuple[Act, ...]:
    """The lowest bit of one byte, by chance; the length stays. An empty payload loses the bit in its last head byte."""
    data = bytearray(shot.reply)
    start = shot.body_at if shot.body_at < len(data) else len(data) - 1
    data[shot.chance.randrange(start, len(data))] ^= 0x01
    return (Send(bytes(data)),)
