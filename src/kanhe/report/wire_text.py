"""An exchange as a person reads it: decoded text and a hex dump with offsets."""

from __future__ import annotations

from kanhe.model.exchange import Exchange, Message


def as_text(message: Message | None, charset: str) -> str:
    """Decoded body with its HTTP head; bytes that the charset does not know are shown as \\xNN, never replaced."""
    if message is None:
        return "（无）"
    head = ""
    if message.method:
        head = f"{message.method} {message.target}\n"
    elif message.status:
        head = f"HTTP {message.status}\n"
    head += "".join(f"{k}: {v}\n" for k, v in message.headers)
    return f"{head}\n{message.body.decode(charset, 'backslashreplace')}".lstrip()


def as_hex(data: bytes, charset: str, *, most: int = 4096) -> str:
    """Offset, sixteen bytes in hex, and the printable ASCII beside them."""
    lines = []
    for start in range(0, min(len(data), most), 16):
        row = data[start : start + 16]
        shown = "".join(chr(b) if 0x20 <= b < 0x7F else "." for b in row)
        lines.append(f"{start:08d}  {row.hex(' '):<47}  {shown}")
    if len(data) > most:
        lines.append(f"…… 共 {len(data)} 字节")
    return "\n".join(lines)


def sent_bytes(exchange: Exchange) -> bytes:
    """What was sent, as far as it is one piece of bytes."""
    return exchange.sent.body if exchange.sent is not None else b""
