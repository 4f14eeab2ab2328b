"""Frames as data: length prefixes, and messages that the end of the stream ends. Sans-io: bytes in, frames out; who reads the socket is
not its business.

The length is read by a strict ASCII pattern: `int` would accept '+00123', ' 00123', '00_123' and full-width digits. Frames that only say
that the line lives (empty ones) or that a frame came (receipts) never leave the deframer.
"""

from __future__ import annotations

import re

from kanhe.errors import WireError
from kanhe.model.contract import Framing

_DIGITS = re.compile(rb"[0-9]+")
_PLAIN = re.compile(rb"0|[1-9][0-9]*")


def frame(framing: Framing, body: bytes) -> bytes:
    """The body with its prefix; raises WireError('limit') for one that the prefix cannot say."""
    total = len(body) + (head_bytes(framing) if framing.inclusive else 0)
    if len(body) > framing.limit_bytes:
        raise WireError("limit", f"报文体 {len(body)} 字节，超过上限 {framing.limit_bytes}")
    if framing.encoding == "close":
        _check_header(framing, body)
        return body
    if framing.encoding == "binary":
        if total >> 8 * framing.width:
            raise WireError("limit", f"长度 {total} 写不进 {framing.width} 个字节")
        return framing.prefix + total.to_bytes(framing.width, "big") + body
    text = str(total).encode()
    if len(text) > framing.width:
        raise WireError("limit", f"长度 {total} 写不进 {framing.width} 位")
    pad = framing.pad.encode()
    return framing.prefix + (text.rjust(framing.width, pad) if framing.align == "right" else text.ljust(framing.width, pad)) + body


def head_bytes(framing: Framing) -> int:
    """How many bytes stand before a body."""
    return 0 if framing.encoding == "close" else len(framing.prefix) + framing.width


def _check_header(framing: Framing, data: bytes, *, whole: bool = True) -> None:
    """Raises WireError('frame') for a message that does not begin with the fixed header. whole: nothing more will come."""
    head = data[: framing.width]
    if not head.startswith(framing.prefix if whole else framing.prefix[: len(head)]):
        raise _unfit(framing, data)
    strange = next((i for i, byte in enumerate(head) if byte > 127), -1)
    if strange >= 0:
        raise WireError("frame", f"{framing.width} 字节的报文头里有非 ASCII 字节 {head[strange : strange + 2].hex()}", offset=strange)
    if len(head) < framing.width:
        if whole:
            raise WireError("frame", f"报文头不完整：收到 {len(head)} 字节，应有 {framing.width} 字节", offset=len(head))
        return
    if not head.endswith(framing.tail):
        at = framing.width - len(framing.tail)
        raise WireError("frame", f"报文头应以 {framing.tail!r} 结束，第 {framing.width} 字节处实为 {head[at:]!r}", offset=at)


class Deframer:
    """Cuts frames out of a stream; what comes out does not depend on how the bytes arrive. Not thread-safe; one per connection."""

    def __init__(self, framing: Framing) -> None:
        self._framing = framing
        self._head = head_bytes(framing)
        self._buffer = bytearray()
        self._need = -1  # body bytes still wanted, -1 = the prefix is not complete
        self.broken: WireError | None = None  # set when no further frame can be found
        self.beats = self.receipts = 0  # frames that said nothing else

    @property
    def pending(self) -> int:
        """Bytes that belong to no complete frame yet."""
        return len(self._buffer)

    @property
    def rest(self) -> bytes:
        """The bytes that belong to no complete frame yet, from the start of the unfinished one."""
        return bytes(self._buffer)

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies that are complete now; raises WireError('frame' or 'limit') for a prefix that is none.

        Frames that were whole before a bad prefix are returned first: then `broken` is set and the next call raises.
        """
        self._buffer += data
        found: list[bytes] = []
        try:
            if self.broken is not None:
                raise self.broken
            if self._framing.encoding == "close":
                self._gather()
            else:
                self._cut(found)
        except WireError as error:
            self.broken = error
            if not found:
                raise
        return found

    def _cut(self, found: list[bytes]) -> None:
        buffer, head = self._buffer, self._head
        while True:
            if self._need < 0:
                if len(buffer) < head:
                    self._early()
                    return
                self._need = parse_length(self._framing, bytes(buffer[:head]))
            end = head + self._need
            if len(buffer) < end:
                return
            with memoryview(buffer) as view:  # a slice of the bytearray would be one copy more
                body = bytes(view[head:end])
            del buffer[:end]
            self._need = -1
            if not self._idle(body):
                found.append(body)

    def _idle(self, body: bytes) -> bool:
        """Whether the frame says nothing but that the line lives, or that a frame came."""
        beat = not body and self._framing.heartbeat
        receipt = bool(body) and body == self._framing.receipt
        self.beats += beat
        self.receipts += receipt
        return beat or receipt

    def _gather(self) -> None:
        """What comes belongs to one message until the stream ends."""
        if len(self._buffer) > self._framing.limit_bytes:
            raise WireError("limit", f"报文超过上限 {self._framing.limit_bytes} 字节", offset=self._framing.limit_bytes)
        _check_header(self._framing, bytes(self._buffer[: self._framing.width]), whole=False)

    def end(self) -> list[bytes]:
        """The stream ended: the message that this completes; raises WireError('frame') when a frame was left incomplete."""
        if self._framing.encoding != "close" or self.broken is not None or not self._buffer:
            self.finish()
            return []
        _check_header(self._framing, bytes(self._buffer))
        found = [bytes(self._buffer)]
        self._buffer.clear()
        return found

    def _early(self) -> None:
        """A prefix that already starts wrong need not be waited for."""
        framing, start = self._framing, len(self._framing.prefix)
        if self._buffer[:start] != framing.prefix[: len(self._buffer)]:
            raise _unfit(framing, bytes(self._buffer))
        shown = bytes(self._buffer[start:])
        if framing.encoding == "ascii" and shown.strip(b"0123456789" + framing.pad.encode()):
            raise WireError("frame", f"长度前缀以 {shown!r} 开头，不是 {framing.width} 位 ASCII 数字", offset=start)

    def finish(self) -> None:
        """The stream ended; raises WireError('frame') when a frame was left incomplete, and again what was wrong before."""
        if self.broken is not None:
            raise self.broken
        if not self._buffer or self._framing.encoding == "close":
            return
        if self._need < 0:
            raise WireError("frame", f"长度前缀不完整：收到 {len(self._buffer)} 字节，应有 {self._head} 字节", offset=len(self._buffer))
        got = len(self._buffer) - self._head
        raise WireError("frame", f"帧不完整：声明 {self._need} 字节，收到 {got} 字节", offset=len(self._buffer))


def _unfit(framing: Framing, head: bytes) -> WireError:
    return WireError("frame", f"帧头应以 {framing.prefix!r} 开始，实为 {head[: len(framing.prefix)]!r}", offset=0)


def parse_length(framing: Framing, head: bytes) -> int:
    """Body bytes that a complete prefix announces; raises WireError('frame' or 'limit')."""
    if not head.startswith(framing.prefix):
        raise _unfit(framing, head)
    text = head[len(framing.prefix) :]
    total = int.from_bytes(text, "big") if framing.encoding == "binary" else _number(framing, text)
    length = total - (head_bytes(framing) if framing.inclusive else 0)
    if length < 0:
        raise WireError("frame", f"声明长度 {total} 比帧头还短，应至少 {head_bytes(framing)}", offset=len(framing.prefix))
    if length > framing.limit_bytes:
        raise WireError("limit", f"声明长度 {length} 超过上限 {framing.limit_bytes}", offset=len(framing.prefix))
    return length


def _number(framing: Framing, text: bytes) -> int:
    pad = framing.pad.encode()
    if pad == b"0":
        if _DIGITS.fullmatch(text):
            return int(text)
        raise WireError("frame", f"长度前缀 {text!r} 不是 {framing.width} 位 ASCII 数字", offset=len(framing.prefix))
    digits = text.rstrip(pad) if framing.align == "left" else text.lstrip(pad)
    if _PLAIN.fullmatch(digits):
        return int(digits)
    side = "左" if framing.align == "left" else "右"
    raise WireError("frame", f"长度前缀 {text!r} 不是靠{side}、以 {framing.pad!r} 补位的 ASCII 数字", offset=len(framing.prefix))


def explain(framing: Framing, data: bytes, charset: str) -> str:
    """What a wrong length in front of one message looks like, in Chinese; '' where nothing fits, or too much came to look at."""
    if len(data) > 1 << 20 or framing.encoding == "close":
        return ""
    size = head_bytes(framing)
    head, body = data[len(framing.prefix) : size], data[size:]
    digits = head.strip(b" ")
    if framing.encoding == "binary":
        declared = int.from_bytes(head, "big")
    elif digits.isdigit():
        declared = int(digits)
    else:
        return ""
    own = size if framing.inclusive else 0
    try:
        text = body.decode(charset)
    except UnicodeDecodeError:
        text = ""
    if text and declared - own == len(text) != len(body):
        return f"长度像是按字符数算的（{len(text)} 个字符），应按 {charset} 字节数（{len(body)}）"
    if text and declared - own == len(text.encode("utf-8", "surrogatepass")) != len(body):
        return f"长度像是按 UTF-8 字节数算的，应按 {charset} 字节数（{len(body)}）"
    return "长度含或不含帧头弄反了" if abs(declared - own - len(body)) == size else ""
