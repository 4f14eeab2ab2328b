"""#3 (GT): from 100,000 bytes on only the first five digits of the length are written."""

from __future__ import annotations

NUMBER = 3
TITLE = "报文达到 100000 字节时长度只写前 5 位"
FAMILY = "land_margin"
ROLE = "bank"
FINDS = ("LAND-01",)


def frame(payload: bytes, framed: bytes) -> bytes:
    """123456 becomes 12345."""
    return framed if len(payload) < 100_000 else b"%d" % (len(payload) // 10) + payload
