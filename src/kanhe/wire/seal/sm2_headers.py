"""sm2-headers: SM2 over request line, time, nonce and body digest, all told in HTTP headers: the M profile of the domain document, 2.3.

Signed text: METHOD, path, sorted query, timestamp, nonce, hex(SM3(body)), joined by line feeds. A reply has no method and no target.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.errors import WireError
from kanhe.model.contract import Seal
from kanhe.model.exchange import Message
from kanhe.wire import sm
from kanhe.wire.seal import signature
from kanhe.wire.seal.keys import Keys
from kanhe.wire.seal.kind import Forge, Kind, Stamp
from kanhe.wire.seal.layout import respaced


def signed_text(seal: Seal, message: Message) -> bytes:
    """The bytes that are signed."""
    path, _, query = message.target.partition("?")
    lines = (message.method, path, "&".join(sorted(query.split("&"))) if query else "", message.header(seal.headers["timestamp"]),
             message.header(seal.headers["nonce"]), sm.sm3(message.body).hex())
    return "\n".join(lines).encode()


def sign(seal: Seal, keys: Keys, message: Message, stamp: Stamp) -> Message:
    """The message with its seal headers."""
    bare = _stamped(seal, keys, message, stamp)
    return _with(seal, bare, signature.made(seal, keys.signing(stamp.timestamp[:8]), signed_text(seal, bare)))


def _stamped(seal: Seal, keys: Keys, message: Message, stamp: Stamp) -> Message:
    names = seal.headers
    return replace(message, headers=(*message.headers, (names["app_id"], keys.app_id), (names["timestamp"], stamp.timestamp),
                                     (names["nonce"], stamp.nonce)))


def _with(seal: Seal, message: Message, text: str) -> Message:
    name = seal.headers["signature"]
    rest = tuple((k, v) for k, v in message.headers if k.lower() != name.lower())
    return replace(message, headers=(*rest, (name, text)))


def signature_of(seal: Seal, message: Message) -> str:
    """The signature text of a sealed message; raises WireError('seal')."""
    return only(message, seal.headers["signature"])


def only(message: Message, name: str) -> str:
    """The value of a header that must be there once; raises WireError('seal')."""
    found = [v for k, v in message.headers if k.lower() == name.lower()]
    if len(found) > 1:
        raise WireError("seal", f"签名头 {name} 出现了 {len(found)} 次，应只有一次")
    if not found or not found[0]:
        raise WireError("seal", f"缺少签名头 {name}")
    return found[0]


def opened(seal: Seal, keys: Keys, message: Message, now: str) -> Message:
    """The message itself, once its seal over the received bytes is right."""
    for name in ("app_id", "timestamp", "nonce"):
        only(message, seal.headers[name])
    signature.check(seal, keys, signed_text(seal, message), signature_of(seal, message), day=now[:8])
    return message


def _bare(seal: Seal, message: Message) -> Message:
    names = {v.lower() for v in seal.headers.values()}
    return replace(message, headers=tuple((k, v) for k, v in message.headers if k.lower() not in names))


def _body_changed(seal: Seal, keys: Keys, message: Message) -> Message:
    if message.body:
        return replace(message, body=respaced(message.body))
    mark = "&" if "?" in message.target else "?"
    return replace(message, target=f"{message.target}{mark}x=1")


def _unsigned(seal: Seal, keys: Keys, message: Message) -> Message:
    name = seal.headers["signature"].lower()
    return replace(message, headers=tuple((k, v) for k, v in message.headers if k.lower() != name))


def _expired(seal: Seal, keys: Keys, message: Message) -> Message:
    stamp = Stamp(timestamp="20200101000000", nonce=message.header(seal.headers["nonce"]))
    bare = _stamped(seal, keys, _bare(seal, message), stamp)
    return _with(seal, bare, signature.made(seal, keys.private_key, signed_text(seal, bare)))


def _spoilt(change: Callable[[Seal, str], str]) -> Forge:
    return lambda seal, keys, message: _with(seal, message, change(seal, signature_of(seal, message)))


def _resigned(resign: signature.Resign) -> Forge:
    return lambda seal, keys, message: _with(seal, message, resign(seal, keys.private_key, signed_text(seal, message)))


def _short(seal: Seal, keys: Keys, message: Message, stamp: Stamp) -> Message:
    bare = _stamped(seal, keys, message, stamp)
    return _with(seal, bare, signature.short(seal, keys.signing(stamp.timestamp[:8]), signed_text(seal, bare)))


KIND = Kind(sign=sign, open=opened, bare=lambda seal, message: message, genuine={"签名的 r 或 s 以零字节开头": _short}, forgeries={
    **{name: _spoilt(change) for name, change in signature.SPOILT.items()}, "签名后改动报文": _body_changed, "不带签名": _unsigned,
    **{name: _resigned(resign) for name, resign in signature.RESIGNED.items()}, "时间戳过期": _expired})
