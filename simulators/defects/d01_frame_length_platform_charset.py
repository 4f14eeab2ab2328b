"""#1 (GT): the length prefix counts the bytes of the platform's charset (UTF-8), the body goes out in GBK."""

from __future__ import annotations

NUMBER = 1
TITLE = "帧长按平台缺省字符集（UTF-8）计算，报文却按 GBK 发送"
FAMILY = "land_margin"
ROLE = "bank"
FINDS = ("LAND-01",)


def frame(payload: bytes, framed: bytes) -> bytes:
    """The prefix of the UTF-8 text before the GBK bytes."""
    return b"%06d" % len(payload.decode("gbk").encode("utf-8")) + payload
