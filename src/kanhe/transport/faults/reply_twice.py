"""The same reply comes twice in one piece."""

from __future__ import annotations

from kanhe.model.acts import Act, Send
from kanhe.transport.faults.fault import Duty, Position, Shot, fault


@fault("同一应答到了两次", duty=Duty.AS_USUAL, position=Position.AFTER_REPLY)
def reply_twice(shot: Shot) -> tuple[Act, ...]:
    """Coalesced: the second must not be taken for the answer to the next request."""
    return (Send(shot.reply * 2),)
