"""The line dies inside the reply."""

from __future__ import annotations

from kanhe.model.acts import Act, Close, Send
from kanhe.transport.faults.fault import Duty, Shot, fault


@fault("已入账，应答只到一半", duty=Duty.SAME_KEY)
def half_reply(shot: Shot) -> tuple[Act, ...]:
    """Cut anywhere before the last byte, the first included."""
    return (Send(shot.reply[: shot.chance.randrange(1, max(2, len(shot.reply)))]), Close())
