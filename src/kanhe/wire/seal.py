"""Sealing HTTP messages with SM2 over the exact bytes: the M profile of the domain document, 2.3.

Signed text: METHOD, path, sorted query, timestamp, nonce, hex(SM3(body)), joined by line feeds. The signature header is base64 of the
raw r‖s or of DER, as the contract says.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kanhe.errors import WireError
from kanhe.model.contract import Seal
from kanhe.model.exchange import Message
from kanhe.wire import sm


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """app_id names the sender; private_key (64 hex) signs, public_key (128 hex) verifies. Never shown in a repr."""

    app_id: str = "kanhe-test"
    private_key: str = field(default="", repr=False)
    public_key: str = field(default="", repr=False)


_ANNEX_PRIVATE = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8"
_ANNEX_PUBLIC = (
    "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
TEST_KEYS = Keys(private_key=_ANNEX_PRIVATE, public_key=_ANNEX_PUBLIC)
"""The published example key of GM/T 0003: for simulators only, never for a live peer."""


def signed_text(seal: Seal, message: Message) -> bytes:
    """The bytes that are signed."""
    path, _, query = message.target.partition("?")
    lines = (message.method, path, "&".join(sorted(query.split("&"))) if query else "", message.header(seal.headers["timestamp"]),
             message.header(seal.headers["nonce"]), sm.sm3(message.body).hex())
    return "\n".join(lines).encode()


def sign(seal: Seal, keys: Keys, message: Message, *, timestamp: str, nonce: str) -> Message:
    """The message with its seal headers; timestamp is yyyyMMddHHmmss."""
    names = seal.headers
    bare = replace(message, headers=(*message.headers, (names["app_id"], keys.app_id), (names["timestamp"], timestamp),
                                     (names["nonce"], nonce)))
    pair = sm.sign(keys.private_key, signed_text(seal, bare), user_id=seal.user_id)
    return _with_signature(seal, bare, sm.to_raw(pair) if seal.encoding == "raw" else sm.to_der(pair))


def _with_signature(seal: Seal, message: Message, signature: bytes) -> Message:
    name = seal.headers["signature"]
    rest = tuple((k, v) for k, v in message.headers if k.lower() != name.lower())
    return replace(message, headers=(*rest, (name, base64.b64encode(signature).decode())))


def signature_of(seal: Seal, message: Message) -> bytes:
    """The signature bytes of a sealed message; raises WireError('seal')."""
    text = "".join(_only(message, seal.headers["signature"]).split())
    try:
        signature = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise WireError("seal", "签名头不是 base64") from None
    if base64.b64encode(signature).decode() != text:  # unused bits that are set would let two texts be one signature
        raise WireError("seal", "签名头的 base64 不是规范写法")
    return signature


def _only(message: Message, name: str) -> str:
    found = [v for k, v in message.headers if k.lower() == name.lower()]
    if len(found) > 1:
        raise WireError("seal", f"签名头 {name} 出现了 {len(found)} 次，应只有一次")
    if not found or not found[0]:
        raise WireError("seal", f"缺少签名头 {name}")
    return found[0]


def verify(seal: Seal, keys: Keys, message: Message) -> None:
    """Check the seal over the received bytes; raises WireError('seal') that says which layer failed."""
    for name in ("app_id", "timestamp", "nonce"):
        _only(message, seal.headers[name])
    signature = signature_of(seal, message)
    pair = sm.from_raw(signature) if seal.encoding == "raw" else sm.from_der(signature)
    text = signed_text(seal, message)
    if sm.verify(keys.public_key, text, pair, user_id=seal.user_id):
        return
    other = "" if seal.user_id == sm.DEFAULT_ID else sm.DEFAULT_ID
    if other and sm.verify(keys.public_key, text, pair, user_id=other):
        raise WireError("seal", f"验签失败：签名方用的是默认用户标识 {other}")
    raise WireError("seal", "验签失败：签名与收到的字节不符")


Forge = Callable[[Seal, Keys, Message], Message]


def _flipped(seal: Seal, keys: Keys, message: Message) -> Message:
    signature = bytearray(signature_of(seal, message))
    signature[-1] ^= 1
    return _with_signature(seal, message, bytes(signature))


def _body_changed(seal: Seal, keys: Keys, message: Message) -> Message:
    if message.body:
        inside = 1 if message.body[:1] in (b"{", b"[") else len(message.body)
        return replace(message, body=message.body[:inside] + b" " + message.body[inside:])
    mark = "&" if "?" in message.target else "?"
    return replace(message, target=f"{message.target}{mark}x=1")


def _unsigned(seal: Seal, keys: Keys, message: Message) -> Message:
    name = seal.headers["signature"].lower()
    return replace(message, headers=tuple((k, v) for k, v in message.headers if k.lower() != name))


def _resigned(seal: Seal, keys: Keys, message: Message, *, timestamp: str = "", nonce: str = "", user_id: str = "") -> Message:
    names = {v.lower() for v in seal.headers.values()}
    bare = replace(message, headers=tuple((k, v) for k, v in message.headers if k.lower() not in names))
    return sign(replace(seal, user_id=user_id or seal.user_id), keys, bare,
                timestamp=timestamp or message.header(seal.headers["timestamp"]), nonce=nonce or message.header(seal.headers["nonce"]))


def _wrong_id(seal: Seal, keys: Keys, message: Message) -> Message:
    return _resigned(seal, keys, message, user_id="8765432187654321")


def _other_encoding(seal: Seal, keys: Keys, message: Message) -> Message:
    signature = signature_of(seal, message)
    swapped = sm.to_der(sm.from_raw(signature)) if seal.encoding == "raw" else sm.to_raw(sm.from_der(signature))
    return _with_signature(seal, message, swapped)


def _expired(seal: Seal, keys: Keys, message: Message) -> Message:
    return _resigned(seal, keys, message, timestamp="20200101000000")


FORGERIES: dict[str, Forge] = {
    "签名末字节翻转": _flipped, "签名后改动报文": _body_changed, "不带签名": _unsigned, "用户标识不对": _wrong_id,
    "编码换成另一种": _other_encoding, "时间戳过期": _expired,
}
"""Chinese name -> how an honestly sealed message is spoilt; every one must be refused without a booking."""
