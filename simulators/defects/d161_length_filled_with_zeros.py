"""#161: the length is right-aligned and filled with zeros, as in other banks' frames."""

from __future__ import annotations

NUMBER = 161
TITLE = "长度右对齐、左补零，不是左对齐、右补空格"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-08",)


def frame(payload: bytes, framed: bytes) -> bytes:
    """000123 for 123."""
    return b"0%06d" % len(payload) + payload
