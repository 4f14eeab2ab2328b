"""Text is bytes with a declared charset; nothing is ever replaced, and nothing is guessed silently."""

from __future__ import annotations

import codecs

from kanhe.errors import WireError

_CODECS = {"GBK": "gbk", "GB18030": "gb18030", "UTF-8": "utf-8", "GB2312": "gb2312"}
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\x84\x31\x95\x33")


def codec_of(charset: str) -> str:
    """Python's name of a declared charset."""
    return _CODECS[charset.upper()]


def encode_text(text: str, charset: str) -> bytes:
    """The bytes of a text; raises WireError('charset') that names the character which the charset lacks."""
    if text.isascii():  # all charsets say ASCII alike, and Python's own for GBK are ten times slower
        return text.encode("ascii")
    try:
        return text.encode(codec_of(charset))
    except UnicodeEncodeError as error:
        sign = text[error.start]
        shown = f"“{sign}”" if sign.isprintable() else "字符"  # a lone surrogate would break whoever prints it
        raise WireError("charset", f"{shown}（U+{ord(sign):04X}）不能用 {charset} 表示，第 {error.start + 1} 个字符") from None


def decode_bytes(data: bytes, charset: str) -> str:
    """The text of some bytes; raises WireError('charset') with the offset and what the bytes look like instead."""
    if data.isascii():
        return data.decode("ascii")
    for mark in _BOMS:
        if data.startswith(mark):
            raise WireError("charset", f"报文以 BOM（{mark.hex()}）开头，{charset} 报文不应有 BOM", offset=0)
    try:
        return data.decode(codec_of(charset))
    except UnicodeDecodeError as error:
        guess = likely(data, charset)
        hint = f"；整段字节像是 {guess}" if guess else ""
        bad = data[error.start : error.start + 2].hex()
        raise WireError("charset", f"字节 {bad} 不是 {charset}{hint}", offset=error.start) from None


def likely(data: bytes, declared: str) -> str:
    """Another charset in which the bytes would be whole, '' for none."""
    for charset in ("UTF-8", "GBK", "GB18030"):
        if charset != declared.upper():
            try:
                data.decode(codec_of(charset))
            except UnicodeDecodeError:
                continue
            return charset
    return ""
