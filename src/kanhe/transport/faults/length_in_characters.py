"""The length prefix counts characters instead of bytes."""

from __future__ import annotations

from kanhe.model.acts import Act, Close, Send
from kanhe.transport.faults.fault import Duty, Shot, fault
from kanhe.wire.framing import frame


@fault("应答的长度按字符数计", duty=Duty.SAME_KEY, framed_only=True)
def length_in_characters(shot: Shot) -> tuple[Act, ...]:
    """A body of ASCII alone has as many characters as bytes: it is then cut by one, so that the prefix is wrong in any case."""
    assert shot.framing is not None
    body = shot.reply[shot.body_at :]
    characters = len(body.decode(shot.charset, "backslashreplace"))
    head = frame(shot.framing, body[: characters if characters < len(body) else len(body) - 1])[: shot.body_at]
    return (Send(head + body), Close())
