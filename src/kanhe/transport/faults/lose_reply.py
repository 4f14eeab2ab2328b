"""The server has acted, the line dies before a byte of the reply."""

from __future__ import annotations

from kanhe.model.acts import Act, Reset
from kanhe.transport.faults.fault import Duty, Shot, fault


@fault("已入账，应答丢失", duty=Duty.SAME_KEY)
def lose_reply(_: Shot) -> tuple[Act, ...]:
    """The classic: paid, and nobody knows."""
    return (Reset(),)
