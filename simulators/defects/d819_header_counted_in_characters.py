"""#819: the header is filled up to 132 characters, not to 132 bytes, and Chinese stands in it."""

from __future__ import annotations

NUMBER = 819
TITLE = "报文头按字符数补到 132，预留栏写了汉字"
FAMILY = "cnaps2"
ROLE = "center"
FINDS = ("CN-05",)


def frame(payload: bytes, framed: bytes) -> bytes:
    """Two Chinese characters and seven spaces in the place of nine bytes."""
    return payload[:120] + "清算".ljust(9).encode() + payload[129:]
