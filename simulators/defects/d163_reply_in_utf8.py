"""#163: the reply says GBK and is written in UTF-8, length and all."""

from __future__ import annotations

NUMBER = 163
TITLE = "应答声明 GBK，实际按 UTF-8 编码"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("bank_direct.CFRT02:readable", "bank_direct.CQRT04:readable", "bank_direct.CQRA06:readable", "BD-06A", "BD-07A")


def reply_bytes(payload: bytes) -> bytes:
    """The same text in UTF-8."""
    return payload.decode("gbk").encode()
