"""#2 (WJ): the length prefix is `String.length()`, so every Chinese character is counted once instead of twice."""

from __future__ import annotations

NUMBER = 2
TITLE = "帧长按字符数（String.length()）计算"
FAMILY = "land_margin"
ROLE = "bank"
FINDS = ("LAND-01",)


def frame(payload: bytes, framed: bytes) -> bytes:
    """The prefix in characters."""
    return b"%06d" % len(payload.decode("gbk")) + payload
