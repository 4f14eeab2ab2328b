"""The reply to the previous request comes in place of this one's."""

from __future__ import annotations

from kanhe.model.acts import Act, Close, Send
from kanhe.transport.faults.fault import Duty, Shot, fault


@fault("收到的是上一笔的应答", duty=Duty.SAME_KEY)
def former_reply(shot: Shot) -> tuple[Act, ...]:
    """Correlation slip: well-formed, and about something else; without a former reply the line closes unanswered."""
    return (Send(shot.former), Close()) if shot.former else (Close(),)
