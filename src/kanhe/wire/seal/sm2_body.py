"""sm2-body: SM2 over the bytes of the body, over HTTP or TCP; the signature stands in a header, or in an element that is not signed.

Element: `<Sign>base64</Sign>` just before the closing tag of the root. What is signed is the body without that element, byte for byte as
received; neither it nor any HTTP header can change what is booked (SIG-09).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kanhe.errors import WireError
from kanhe.model.contract import Seal
from kanhe.model.exchange import Message
from kanhe.wire.seal import signature
from kanhe.wire.seal.keys import Keys
from kanhe.wire.seal.kind import Forge, Kind, Stamp
from kanhe.wire.seal.layout import respaced, root_end
from kanhe.wire.seal.sm2_headers import only


def sign(seal: Seal, keys: Keys, message: Message, stamp: Stamp) -> Message:
    """The message with its signature."""
    return _with(seal, message, signature.made(seal, keys.signing(stamp.timestamp[:8]), message.body))


def _with(seal: Seal, message: Message, text: str) -> Message:
    """The bare message with a signature text in its place."""
    if not seal.element:
        name = seal.headers["signature"]
        return replace(message, headers=(*((k, v) for k, v in message.headers if k.lower() != name.lower()), (name, text)))
    at = root_end(message.body)
    if at < 0:
        raise WireError("seal", "报文没有结束标签，放不进签名元素")
    element = f"<{seal.element}>{text}</{seal.element}>".encode("ascii")
    return replace(message, body=message.body[:at] + element + message.body[at:])


def parts(seal: Seal, message: Message) -> tuple[Message, str]:
    """The message without its signature, and the signature text; raises WireError('seal')."""
    if not seal.element:
        return message, only(message, seal.headers["signature"])
    name = re.escape(seal.element.encode("ascii"))
    found = list(re.finditer(rb"<" + name + rb">([^<>&]*)</" + name + rb">", message.body))
    if len(found) != 1:
        raise WireError("seal", f"签名元素 {seal.element} 出现了 {len(found)} 次，应恰好一次" if found else f"缺少签名元素 {seal.element}")
    one = found[0]
    if not one[1].isascii() or not one[1].strip():
        raise WireError("seal", f"签名元素 {seal.element} 是空的" if not one[1].strip() else "签名不是 base64")
    return replace(message, body=message.body[: one.start()] + message.body[one.end() :]), one[1].decode("ascii")


def opened(seal: Seal, keys: Keys, message: Message, now: str) -> Message:
    """The message without the signature element, once the signature over its received bytes is right."""
    plain, text = parts(seal, message)
    signature.check(seal, keys, plain.body, text, day=now[:8])
    return plain


def bare(seal: Seal, message: Message) -> Message:
    """The message without its signature element; as it is where there is not exactly one."""
    try:
        return parts(seal, message)[0]
    except WireError:
        return message


def _changed(seal: Seal, keys: Keys, message: Message) -> Message:
    return replace(message, body=respaced(message.body))


def _unsigned(seal: Seal, keys: Keys, message: Message) -> Message:
    if seal.element:
        return parts(seal, message)[0]
    name = seal.headers["signature"].lower()
    return replace(message, headers=tuple((k, v) for k, v in message.headers if k.lower() != name))


def _spoilt(change: Callable[[Seal, str], str]) -> Forge:
    def forge(seal: Seal, keys: Keys, message: Message) -> Message:
        plain, text = parts(seal, message)
        return _with(seal, plain, change(seal, text))

    return forge


def _resigned(resign: signature.Resign) -> Forge:
    def forge(seal: Seal, keys: Keys, message: Message) -> Message:
        plain, _ = parts(seal, message)
        return _with(seal, plain, resign(seal, keys.private_key, plain.body))

    return forge


def _short(seal: Seal, keys: Keys, message: Message, stamp: Stamp) -> Message:
    return _with(seal, message, signature.short(seal, keys.signing(stamp.timestamp[:8]), message.body))


KIND = Kind(sign=sign, open=opened, bare=bare, genuine={"签名的 r 或 s 以零字节开头": _short}, forgeries={
    **{name: _spoilt(change) for name, change in signature.SPOILT.items()}, "签名后重新排版": _changed, "不带签名": _unsigned,
    **{name: _resigned(resign) for name, resign in signature.RESIGNED.items()}})
