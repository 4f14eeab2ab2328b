"""Compressed bodies, inflated with a cap on size and ratio."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from kanhe.errors import WireError

LIMIT_INFLATED = 32 * 1024 * 1024
LIMIT_RATIO = 100
FREE = 65536  # a small body may have any ratio


class Inflate:
    """gzip and deflate within the caps; without an encoding everything passes through."""

    def __init__(self, encodings: Sequence[str], limit_bytes: int = LIMIT_INFLATED) -> None:
        name = ", ".join(e.strip().lower() for e in encodings)
        if name not in ("", "identity", "gzip", "deflate"):
            raise WireError("syntax", f"不接受的内容编码 {name[:80]}，应不压缩，或为 gzip、deflate")
        self._machine = zlib.decompressobj(47) if name in ("gzip", "deflate") else None
        self._most = min(LIMIT_INFLATED, limit_bytes)
        self._in = self._out = 0

    def feed(self, data: bytes) -> bytes:
        """The plain bytes of a piece; raises WireError."""
        if self._machine is None:
            return data
        self._in += len(data)
        allowed = min(self._most, max(self._in * LIMIT_RATIO, FREE)) - self._out
        try:
            plain = self._machine.decompress(data, allowed + 1)  # one more than allowed: a full one is told from an overflow
        except zlib.error as error:
            raise WireError("syntax", f"压缩数据有误：{error}") from None
        self._out += len(plain)
        if len(plain) > allowed:
            raise WireError("limit", f"解压后超过上限（{self._in} 字节解出 {self._out} 字节以上）")
        if self._machine.unused_data:
            raise WireError("syntax", "压缩数据后面还有多余的字节")
        return plain

    def finish(self) -> None:
        """The body ended; raises WireError('syntax') when the compressed data did not."""
        if self._machine is not None and self._in and not self._machine.eof:
            raise WireError("syntax", f"压缩数据不完整：{self._in} 字节之后应还有内容")
