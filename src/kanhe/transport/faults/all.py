"""Every fault, registered by being imported here."""

from __future__ import annotations

from kanhe.transport.faults import (  # noqa: F401
    byte_order_mark,
    close_unanswered,
    deliver_twice,
    drip,
    endless_reply,
    flipped_byte,
    former_reply,
    gateway_error,
    half_reply,
    late_reply,
    length_in_characters,
    lose_reply,
    other_charset,
    reply_twice,
    reset_before_effect,
    split_in_character,
    wrong_length,
)
from kanhe.transport.faults.fault import FAULTS

__all__ = ["FAULTS"]
