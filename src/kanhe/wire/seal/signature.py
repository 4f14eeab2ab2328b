"""SM2 signatures as texts, for every kind that carries one: made, read strictly, verified with a reason, and forged."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import replace

from kanhe.errors import WireError
from kanhe.model.contract import Seal
from kanhe.wire import sm
from kanhe.wire.seal.keys import STRANGER, Keys

MOST_TRIES = 4000  # one signature in 128 has a short r or s
SHORT = 1 << 248


def made(seal: Seal, private_key: str, text: bytes) -> str:
    """The signature of some bytes as base64."""
    return written(seal, sm.sign(private_key, text, user_id=seal.user_id))


def written(seal: Seal, pair: sm.Pair) -> str:
    """(r, s) in the seal's encoding, as base64."""
    return base64.b64encode(sm.to_raw(pair) if seal.encoding == "raw" else sm.to_der(pair)).decode()


def bytes_of(text: str) -> bytes:
    """The bytes of a signature text; line breaks mean nothing (SIG-07). Raises WireError('seal')."""
    plain = "".join(text.split())
    try:
        signature = base64.b64decode(plain, validate=True)
    except (binascii.Error, ValueError):
        raise WireError("seal", "签名不是 base64") from None
    if base64.b64encode(signature).decode() != plain:  # unused bits that are set would let two texts be one signature
        raise WireError("seal", "签名的 base64 不是规范写法")
    return signature


def check(seal: Seal, keys: Keys, text: bytes, signature: str, *, day: str) -> None:
    """Raises WireError('seal') unless one of the keys that are valid on the day made the signature; says which layer failed."""
    raw = bytes_of(signature)
    pair = sm.from_raw(raw) if seal.encoding == "raw" else sm.from_der(raw)
    valid = keys.verifying(day)
    if any(sm.verify(key, text, pair, user_id=seal.user_id) for key in valid):
        return
    if seal.user_id != sm.DEFAULT_ID and any(sm.verify(key, text, pair, user_id=sm.DEFAULT_ID) for key in valid):
        raise WireError("seal", f"验签失败：签名方用的是默认用户标识 {sm.DEFAULT_ID}")
    for key in (keys.public_key, keys.next_public_key):
        if key and key not in valid and sm.verify(key, text, pair, user_id=seal.user_id):
            raise WireError("seal", f"验签失败：签名用的证书在 {day} 无效（{keys.change_day} 换证，当日新旧都有效）")
    raise WireError("seal", "验签失败：签名与收到的字节不符")


def short(seal: Seal, private_key: str, text: bytes) -> str:
    """A right signature whose r or s begins with a zero byte: who pads or strips carelessly takes it for a wrong one (SIG-03)."""
    for _ in range(MOST_TRIES):
        pair = sm.sign(private_key, text, user_id=seal.user_id)
        if min(pair) < SHORT:
            return written(seal, pair)
    return made(seal, private_key, text)


Resign = Callable[[Seal, str, bytes], str]
SPOILT: dict[str, Callable[[Seal, str], str]] = {}


def _flipped(seal: Seal, signature: str) -> str:
    data = bytearray(bytes_of(signature))
    data[-1] ^= 1
    return base64.b64encode(bytes(data)).decode()


def _other_encoding(seal: Seal, signature: str) -> str:
    data = bytes_of(signature)
    return base64.b64encode(sm.to_der(sm.from_raw(data)) if seal.encoding == "raw" else sm.to_raw(sm.from_der(data))).decode()


SPOILT = {"签名末字节翻转": _flipped, "编码换成另一种": _other_encoding}
"""Chinese name -> how the text of a right signature is spoilt."""
RESIGNED: dict[str, Resign] = {
    "用户标识不对": lambda seal, key, text: made(replace(seal, user_id="8765432187654321"), key, text),
    "用别人的密钥签名": lambda seal, key, text: made(seal, STRANGER, text),
}
"""Chinese name -> another signature of the same bytes, from (seal, right private key, bytes)."""
