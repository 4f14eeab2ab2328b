"""The request reaches the server twice."""

from __future__ import annotations

from kanhe.model.acts import Act, Send
from kanhe.transport.faults.fault import Duty, Position, Shot, fault


@fault("同一请求送达两次", duty=Duty.ONE_EFFECT, position=Position.BEFORE_EFFECT, forwards=2)
def deliver_twice(shot: Shot) -> tuple[Act, ...]:
    """The caller gets the first answer; the server had the same bytes again."""
    return (Send(shot.reply),)
