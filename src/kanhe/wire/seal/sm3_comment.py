"""sm3-comment: SM3 over body and shared key, told behind the body: `xml<!--HEX-->`, or `data,<CA>HEX</CA>` in the file form (2.3).

The code is made over the bytes as they go out. A sender that takes its platform's charset instead makes another code of the same text; that
is told apart from a plain mismatch.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from dataclasses import replace

from kanhe.errors import WireError
from kanhe.model.contract import Seal
from kanhe.model.exchange import Message
from kanhe.wire import sm
from kanhe.wire.seal.keys import Keys
from kanhe.wire.seal.kind import Forge, Kind, Stamp
from kanhe.wire.seal.layout import respaced

_FORMS = {"comment": (b"<!--", b"-->"), "ca": (b",<CA>", b"</CA>")}


def code(keys: Keys, body: bytes) -> bytes:
    """The code of some bytes, 64 upper-case hexadecimal digits."""
    return sm.sm3(body + keys.mac_key.encode()).hex().upper().encode()


def sign(seal: Seal, keys: Keys, message: Message, stamp: Stamp) -> Message:
    """The message with its code behind it."""
    return _with(seal, message, code(keys, message.body))


def _with(seal: Seal, message: Message, found: bytes) -> Message:
    start, end = _FORMS[seal.form]
    return replace(message, body=message.body + start + found + end)


def parts(seal: Seal, message: Message) -> tuple[Message, bytes]:
    """The message without its code, and the code; raises WireError('seal')."""
    start, end = _FORMS[seal.form]
    found = re.search(re.escape(start) + rb"([0-9A-Fa-f]{64})" + re.escape(end) + rb"\s*\Z", message.body)
    if found is None:
        raise WireError("seal", f"报文末尾没有 {(start + b'...' + end).decode()} 形式的 SM3 校验码")
    return replace(message, body=message.body[: found.start()]), found[1]


def opened(seal: Seal, keys: Keys, message: Message, now: str) -> Message:
    """The message without its code, once the code of its received bytes is right."""
    plain, found = parts(seal, message)
    if hmac.compare_digest(code(keys, plain.body), found.upper()):
        return plain
    raise WireError("seal", f"SM3 校验码与收到的字节不符{_hint(keys, plain.body, found)}")


def bare(seal: Seal, message: Message) -> Message:
    """The message without its code; as it is where there is none."""
    try:
        return parts(seal, message)[0]
    except WireError:
        return message


def _hint(keys: Keys, body: bytes, found: bytes) -> str:
    for own, other in (("gbk", "utf-8"), ("gb18030", "utf-8"), ("utf-8", "gbk")):
        try:
            if code(keys, body.decode(own).encode(other)) == found.upper():
                return f"：发送方像是按 {other.upper()} 字节算的，应按实际发出的字节"
        except UnicodeError:
            continue
    return ""


def _spoilt(change: Callable[[Seal, Keys, Message, bytes], Message]) -> Forge:
    def forge(seal: Seal, keys: Keys, message: Message) -> Message:
        plain, found = parts(seal, message)
        return change(seal, keys, plain, found)

    return forge


def _flipped(seal: Seal, keys: Keys, plain: Message, found: bytes) -> Message:
    return _with(seal, plain, found[:-1] + (b"0" if found[-1:] != b"0" else b"1"))


KIND = Kind(sign=sign, open=opened, bare=bare, forgeries={
    "校验码末位改动": _spoilt(_flipped),
    "加校验码后重新排版": _spoilt(lambda seal, keys, plain, found: _with(seal, replace(plain, body=respaced(plain.body)), found)),
    "不带校验码": _spoilt(lambda seal, keys, plain, found: plain),
    "用别的密钥算校验码": _spoilt(lambda seal, keys, plain, found: _with(seal, plain, code(Keys(mac_key=f"{keys.mac_key}x"), plain.body))),
    "算校验码时不加密钥": _spoilt(lambda seal, keys, plain, found: _with(seal, plain, sm.sm3(plain.body).hex().upper().encode())),
})
