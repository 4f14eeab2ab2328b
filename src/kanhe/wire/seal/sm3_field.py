"""sm3-field: SM3 over the text of one form field and a shared key, in another field of the form: `reqData=…&mac=HEX`.

The code is made over the text as it was sent, after the percent signs are undone: whoever writes what it understood anew and makes the code
over that, takes a text that nobody signed.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote_from_bytes, unquote_to_bytes

from kanhe.errors import WireError
from kanhe.model.contract import Seal
from kanhe.model.exchange import Message
from kanhe.wire import sm
from kanhe.wire.seal.keys import Keys
from kanhe.wire.seal.kind import Forge, Kind, Stamp


def code(key: str, text: bytes) -> bytes:
    """The code of a field's text, 64 upper-case hexadecimal digits."""
    return sm.sm3(text + key.encode()).hex().upper().encode()


def sign(seal: Seal, keys: Keys, message: Message, stamp: Stamp) -> Message:
    """The form with its code as the last field."""
    return _with(seal, message, code(keys.mac_key, _signed(seal, message)))


def _with(seal: Seal, message: Message, found: bytes) -> Message:
    return replace(message, body=message.body + b"&" + seal.element.encode() + b"=" + found)


def _pairs(message: Message) -> list[tuple[bytes, bytes, bytes]]:
    """(name, text, as it stands) of every field."""
    cut = ((pair, *pair.partition(b"=")[::2]) for pair in message.body.split(b"&"))
    return [(unquote_to_bytes(name), unquote_to_bytes(text.replace(b"+", b" ")), pair) for pair, name, text in cut]


def _signed(seal: Seal, message: Message) -> bytes:
    found = [text for name, text, _ in _pairs(message) if name == seal.over.encode()]
    if len(found) != 1:
        raise WireError("seal", f"表单里的 {seal.over} 出现了 {len(found)} 次，应恰好一次")
    return found[0]


def parts(seal: Seal, message: Message) -> tuple[Message, bytes]:
    """The form without its code, and the code; raises WireError('seal')."""
    pairs, name = _pairs(message), seal.element.encode()
    codes = [text for one, text, _ in pairs if one == name]
    if len(codes) != 1:
        raise WireError("seal", f"校验码 {seal.element} 出现了 {len(codes)} 次，应恰好一次" if codes else f"缺少校验码 {seal.element}")
    return replace(message, body=b"&".join(pair for one, _, pair in pairs if one != name)), codes[0]


def opened(seal: Seal, keys: Keys, message: Message, now: str) -> Message:
    """The form without its code, once that is right for the received text."""
    plain, found = parts(seal, message)
    if not hmac.compare_digest(code(keys.mac_key, _signed(seal, plain)), found.upper()):
        raise WireError("seal", f"SM3 校验码与收到的 {seal.over} 不符")
    return plain


def bare(seal: Seal, message: Message) -> Message:
    """The form without its code; as it is where there is not exactly one."""
    try:
        return parts(seal, message)[0]
    except WireError:
        return message


def _respaced(seal: Seal, plain: Message) -> Message:
    """The same form with a line break behind the signed text: it means nothing to base64, XML or JSON."""
    name = seal.over.encode()
    told = [pair + quote_from_bytes(b"\n").encode() if one == name else pair for one, _, pair in _pairs(plain)]
    return replace(plain, body=b"&".join(told))


def _spoilt(change: Callable[[Seal, Keys, Message, bytes], Message]) -> Forge:
    def forge(seal: Seal, keys: Keys, message: Message) -> Message:
        plain, found = parts(seal, message)
        return change(seal, keys, plain, found)

    return forge


def _flipped(seal: Seal, keys: Keys, plain: Message, found: bytes) -> Message:
    return _with(seal, plain, found[:-1] + (b"0" if found[-1:] != b"0" else b"1"))


KIND = Kind(sign=sign, open=opened, bare=bare, forgeries={
    "校验码末位改动": _spoilt(_flipped),
    "加校验码后重新排版": _spoilt(lambda seal, keys, plain, found: _with(seal, _respaced(seal, plain), found)),
    "不带校验码": _spoilt(lambda seal, keys, plain, found: plain),
    "用别的密钥算校验码": _spoilt(lambda seal, keys, plain, found: _with(seal, plain, code(f"{keys.mac_key}x", _signed(seal, plain)))),
    "算校验码时不加密钥": _spoilt(lambda seal, keys, plain, found: _with(seal, plain, code("", _signed(seal, plain)))),
})
