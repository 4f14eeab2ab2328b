"""#162: the length counts the seven bytes of the prefix, too."""

from __future__ import annotations

NUMBER = 162
TITLE = "长度把 7 字节帧头也算进去"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-08",)


def frame(payload: bytes, framed: bytes) -> bytes:
    """Seven more than follow."""
    return b"0" + str(len(payload) + 7).encode().ljust(6) + payload
