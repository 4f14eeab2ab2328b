"""#160: the length behind the flag counts characters, not GBK bytes."""

from __future__ import annotations

NUMBER = 160
TITLE = "七字节帧头里的长度按字符数计，汉字少算一半"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-08",)


def frame(payload: bytes, framed: bytes) -> bytes:
    """The number of characters, left-aligned as it should be."""
    return b"0" + str(len(payload.decode("gbk"))).encode().ljust(6) + payload
