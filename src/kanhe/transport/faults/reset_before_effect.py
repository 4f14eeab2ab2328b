"""The line dies before the server has seen the request."""

from __future__ import annotations

from kanhe.model.acts import Act, Reset
from kanhe.transport.faults.fault import Duty, Position, Shot, fault


@fault("请求未送达即断线", duty=Duty.SAME_KEY, position=Position.BEFORE_EFFECT, forwards=0)
def reset_before_effect(_: Shot) -> tuple[Act, ...]:
    """Nothing is forwarded; the caller cannot tell this from a lost reply."""
    return (Reset(),)
