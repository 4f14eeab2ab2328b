"""HTML form bodies: `name=value&…`, percent-encoded in the contract's charset.

A `+` stands for a space, so whoever writes base64 must write its plus as %2B; what was forgotten shows as a space and is told as such by
the inner message's reader.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from kanhe.errors import WireError
from kanhe.model.document import Document
from kanhe.wire.charset import decode_bytes, encode_text

MOST_FIELDS = 1000
_BROKEN = re.compile(rb"%(?![0-9A-Fa-f]{2})")


def encode_form(document: Document, charset: str) -> bytes:
    """The body; every leaf is a text. Raises WireError('charset')."""
    pairs = (f"{_quoted(name, charset)}={_quoted(value, charset)}" for name, value in document.items() if value is not None)
    return "&".join(pairs).encode("ascii")


def _quoted(value: Any, charset: str) -> str:
    return quote(encode_text(value if isinstance(value, str) else str(value), charset), safe="")


def decode_form(data: bytes, charset: str) -> Document:
    """The fields as texts; raises WireError: syntax, charset, limit."""
    found: Document = {}
    offset = 0
    pairs = data.split(b"&") if data else []
    if len(pairs) > MOST_FIELDS:
        raise WireError("limit", f"表单有 {len(pairs)} 个字段，上限 {MOST_FIELDS}")
    for pair in pairs:
        name, mark, value = pair.partition(b"=")
        if not name or not mark:
            raise WireError("syntax", f"表单的这一段 {pair[:40]!r} 不是 名字=值", offset=offset)
        key = _text(name, charset, offset)
        if key in found:
            raise WireError("syntax", f"表单字段 {key[:80]} 出现了不止一次，应只有一次", offset=offset)
        found[key] = _text(value, charset, offset + len(name) + 1)
        offset += len(pair) + 1
    return found


def _text(data: bytes, charset: str, offset: int) -> str:
    broken = _BROKEN.search(data)
    if broken:
        found = data[broken.start() : broken.start() + 3]
        raise WireError("syntax", f"百分号后面不是两位十六进制：{found!r}", offset=offset + broken.start())
    if not data.isascii():
        bare = next(i for i, byte in enumerate(data) if byte > 127)
        raise WireError("syntax", f"表单里的字节 {data[bare : bare + 2].hex()} 没有百分号编码", offset=offset + bare)
    try:
        return decode_bytes(unquote_to_bytes(data.replace(b"+", b" ")), charset)
    except WireError as error:
        raise WireError(error.layer, f"百分号编码里的{error.message}", offset=offset) from None
