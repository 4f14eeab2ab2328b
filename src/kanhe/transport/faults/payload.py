"""Changing a reply's payload so that the head around it stays true."""

from __future__ import annotations

import re

from kanhe.transport.faults.fault import Shot
from kanhe.wire.framing import frame


def with_body(shot: Shot, body: bytes) -> bytes:
    """The reply with another payload: a new length prefix, or a new Content-Length. A chunked reply becomes a plain one."""
    if shot.framing is not None:
        return frame(shot.framing, body)
    head = shot.reply[: shot.body_at]
    head = re.sub(rb"(?im)^(content-length|transfer-encoding):[^\r\n]*\r\n", b"", head)
    return head.removesuffix(b"\r\n") + b"content-length: %d\r\n\r\n" % len(body) + body
