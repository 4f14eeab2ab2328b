"""What the caller gets to see on the wire, act by act: pure values that a proxy or a listener performs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Send:
    """Write these bytes, in one piece."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Wait:
    """Let this much time pass."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Close:
    """End the connection in good order (FIN)."""


@dataclass(frozen=True, slots=True)
class Reset:
    """Cut the connection (RST), as a dead line does."""


Act = Send | Wait | Close | Reset
