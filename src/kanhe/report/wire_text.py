"""An exchange as a person reads it: what went out, what came in, as text and as a hex dump with offsets."""

from __future__ import annotations

from dataclasses import dataclass

from kanhe.errors import KanheError
from kanhe.model.exchange import Exchange, Message
from kanhe.model.verdict import Finding
from kanhe.wire.codec import encode
from kanhe.wire.framing import frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One direction of an exchange. raw: the bytes on the wire, prefix included where we know it."""

    title: str
    message: Message | None
    raw: bytes


def sides(exchange: Exchange) -> list[Side]:
    """What was sent and what was received, in this order; a side of which nothing is known is left out."""
    if exchange.inbound:
        answer = _our_answer(exchange)
        found = [Side(title="对方发来", message=exchange.sent, raw=exchange.sent.body if exchange.sent else b""),
                 Side(title="本方应答", message=answer, raw=answer.body if answer else b"")]
    else:
        found = [Side(title="发送", message=exchange.sent, raw=_framed(exchange)),
                 Side(title="收到", message=exchange.received.reply, raw=exchange.received.raw)]
    return [s for s in found if s.message is not None or s.raw]


def telling(finding: Finding) -> Exchange | None:
    """The exchange that shows it best: the last one of the contract that the verdict is about."""
    own = [e for e in finding.story if e.contract.id == finding.verdict.contract]
    return (own or finding.story)[-1] if finding.story else None


def _our_answer(exchange: Exchange) -> Message | None:
    if exchange.reply is None:
        return None
    try:
        return encode(exchange.contract, exchange.reply, reply=True)
    except KanheError:
        return None


def _framed(exchange: Exchange) -> bytes:
    body, framing = exchange.sent.body if exchange.sent else b"", exchange.contract.party.wire.framing
    if framing is None or exchange.sent is None:
        return body
    try:
        return frame(framing, body)
    except KanheError:
        return body


def as_text(side: Side, charset: str) -> str:
    """Decoded body with its HTTP head; bytes that the charset does not know are shown as \\xNN, never replaced."""
    message = side.message
    if message is None:
        return side.raw.decode(charset, "backslashreplace") if side.raw else "（无）"
    head = ""
    if message.method:
        head = f"{message.method} {message.target}\n"
    elif message.status:
        head = f"HTTP {message.status}\n"
    head += "".join(f"{k}: {v}\n" for k, v in message.headers)
    return f"{head}\n{message.body.decode(charset, 'backslashreplace')}".lstrip()


def as_hex(data: bytes, *, most: int = 4096) -> str:
    """Offset, sixteen bytes in hex, and the printable ASCII beside them."""
    lines = []
    for start in range(0, min(len(data), most), 16):
        row = data[start : start + 16]
        shown = "".join(chr(b) if 0x20 <= b < 0x7F else "." for b in row)
        lines.append(f"{start:08d}  {row.hex(' '):<47}  {shown}")
    if len(data) > most:
        lines.append(f"…… 共 {len(data)} 字节")
    return "\n".join(lines)
