"""Length-prefixed frames as data. Sans-io: bytes in, frames out; who reads the socket is not its business.

The length is read by a strict ASCII pattern: `int` would accept '+00123', ' 00123', '00_123' and full-width digits.
"""

from __future__ import annotations

import re

from kanhe.errors import WireError
from kanhe.model.contract import Framing

_DIGITS = re.compile(rb"[0-9]+")


def frame(framing: Framing, body: bytes) -> bytes:
    """The body with its prefix; raises WireError('limit') for one that the prefix cannot say."""
    total = len(body) + (_head(framing) if framing.inclusive else 0)
    if len(body) > framing.limit_bytes:
        raise WireError("limit", f"报文体 {len(body)} 字节，超过上限 {framing.limit_bytes}")
    if framing.encoding == "binary":
        return framing.prefix + total.to_bytes(framing.width, "big") + body
    text = str(total).encode()
    if len(text) > framing.width:
        raise WireError("limit", f"长度 {total} 写不进 {framing.width} 位")
    pad = framing.pad.encode()
    return framing.prefix + (text.rjust(framing.width, pad) if framing.align == "right" else text.ljust(framing.width, pad)) + body


def _head(framing: Framing) -> int:
    return len(framing.prefix) + framing.width


class Deframer:
    """Cuts frames out of a stream, however it arrives. Not thread-safe; one per connection."""

    def __init__(self, framing: Framing) -> None:
        self._framing = framing
        self._head = _head(framing)
        self._buffer = bytearray()
        self._need = -1  # body bytes still wanted, -1 = the prefix is not complete

    @property
    def pending(self) -> int:
        """Bytes that belong to no complete frame yet."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies that are complete now; raises WireError('frame' or 'limit') for a prefix that is none."""
        self._buffer += data
        found: list[bytes] = []
        while True:
            if self._need < 0:
                if len(self._buffer) < self._head:
                    self._early()
                    return found
                self._need = parse_length(self._framing, bytes(self._buffer[: self._head]))
            end = self._head + self._need
            if len(self._buffer) < end:
                return found
            found.append(bytes(self._buffer[self._head : end]))
            del self._buffer[:end]
            self._need = -1

    def _early(self) -> None:
        """A prefix that already starts wrong need not be waited for."""
        start = len(self._framing.prefix)
        shown = bytes(self._buffer[start:])
        if self._framing.encoding == "ascii" and shown and not re.fullmatch(rb"[0-9 ]+", shown):
            raise WireError("frame", f"长度前缀以 {shown!r} 开头，不是 {self._framing.width} 位 ASCII 数字", offset=start)

    def finish(self) -> None:
        """The stream ended; raises WireError('frame') when a frame was left incomplete."""
        if not self._buffer:
            return
        if self._need < 0:
            raise WireError("frame", f"长度前缀不完整：收到 {len(self._buffer)} 字节，应有 {self._head} 字节", offset=len(self._buffer))
        got = len(self._buffer) - self._head
        raise WireError("frame", f"帧不完整：声明 {self._need} 字节，收到 {got} 字节", offset=len(self._buffer))


def parse_length(framing: Framing, head: bytes) -> int:
    """Body bytes that a complete prefix announces; raises WireError('frame' or 'limit')."""
    if not head.startswith(framing.prefix):
        raise WireError("frame", f"帧头应以 {framing.prefix!r} 开始，实为 {head[: len(framing.prefix)]!r}", offset=0)
    text = head[len(framing.prefix) :]
    if framing.encoding == "binary":
        total = int.from_bytes(text, "big")
    else:
        pad = framing.pad.encode()
        digits = text if pad == b"0" else text.rstrip(pad) if framing.align == "left" else text.lstrip(pad)
        if not _DIGITS.fullmatch(digits):
            raise WireError("frame", f"长度前缀 {text!r} 不是 {framing.width} 位 ASCII 数字", offset=len(framing.prefix))
        total = int(digits)
    length = total - (_head(framing) if framing.inclusive else 0)
    if length < 0:
        raise WireError("frame", f"声明长度 {total} 比帧头还短", offset=len(framing.prefix))
    if length > framing.limit_bytes:
        raise WireError("limit", f"声明长度 {length} 超过上限 {framing.limit_bytes}", offset=len(framing.prefix))
    return length


def explain_length(declared: int, body: bytes, charset: str) -> str:
    """What a wrong length looks like, in Chinese; '' where nothing fits."""
    try:
        characters = len(body.decode(charset))
    except UnicodeDecodeError:
        characters = -1
    if declared == characters != len(body):
        return f"长度像是按字符数算的（{characters} 个字符），应按 {charset} 字节数（{len(body)}）"
    try:
        if declared == len(body.decode(charset).encode("utf-8")) != len(body):
            return f"长度像是按 UTF-8 字节数算的，应按 {charset} 字节数（{len(body)}）"
    except UnicodeDecodeError:
        pass
    return "长度含或不含帧头弄反了" if abs(declared - len(body)) in (4, 6, 7, 8) else ""
