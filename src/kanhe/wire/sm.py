"""SM2 signatures and SM3 digests. Home of tongsuopy and gmalg.

tongsuopy (OpenSSL speed) signs and verifies with the default user id; everything else, and every machine without it, uses gmalg
in pure Python, which passes the annex vectors of GM/T 0003. Signatures are (r, s) here; raw is r‖s fixed to 32+32 bytes.
"""

from __future__ import annotations

import copy
import hashlib
from functools import lru_cache
from typing import Any, Protocol

import gmalg

from kanhe.errors import WireError

DEFAULT_ID = "1234567812345678"
ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
PRIME = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
Pair = tuple[int, int]


def sm3(data: bytes) -> bytes:
    """The 32-byte SM3 digest."""
    try:
        return hashlib.new("sm3", data).digest()
    except ValueError:  # an OpenSSL without SM3
        digest = gmalg.SM3()
        digest.update(data)
        return bytes(digest.value())


class Digesting(Protocol):
    """A digest that takes its bytes in pieces."""

    def update(self, data: bytes, /) -> None:
        """Take in some more bytes."""

    def hexdigest(self) -> str:
        """The digest of all bytes so far, 64 lower-case hexadecimal digits."""

    def copy(self) -> Digesting:
        """Another one that goes on from here."""


class _SlowSm3:
    def __init__(self) -> None:
        self._digest = gmalg.SM3()

    def update(self, data: bytes, /) -> None:
        self._digest.update(data)

    def hexdigest(self) -> str:
        return bytes(copy.deepcopy(self._digest).value()).hex()

    def copy(self) -> _SlowSm3:
        other = _SlowSm3()
        other._digest = copy.deepcopy(self._digest)
        return other


def sm3_stream() -> Digesting:
    """An SM3 digest to be fed piece by piece; in pure Python where OpenSSL has none."""
    try:
        return hashlib.new("sm3")
    except ValueError:
        return _SlowSm3()


def sign(private_key: str, message: bytes, *, user_id: str = DEFAULT_ID) -> Pair:
    """(r, s) of the message; private_key is 64 hex digits. Raises WireError('seal') for a bad key."""
    fast = _fast_private(private_key) if user_id == DEFAULT_ID else None
    if fast is not None:
        key, algorithm = fast
        return from_der(key.sign(message, algorithm))
    signer = gmalg.SM2(_scalar(private_key).to_bytes(32, "big"), user_id.encode(), _slow_public(private_key))
    r, s = signer.sign(message)
    return int.from_bytes(r, "big"), int.from_bytes(s, "big")


def verify(public_key: str, message: bytes, pair: Pair, *, user_id: str = DEFAULT_ID) -> bool:
    """Whether (r, s) is the signature of the message; public_key is 128 hex digits x‖y (a leading 04 is allowed)."""
    r, s = pair
    if not (1 <= r < ORDER and 1 <= s < ORDER):
        return False
    fast = _fast_public(public_key) if user_id == DEFAULT_ID else None
    if fast is not None:
        key, algorithm, invalid = fast
        try:
            key.verify(to_der(pair), message, algorithm)
        except invalid:
            return False
        return True
    point = b"\x04" + b"".join(n.to_bytes(32, "big") for n in _point(public_key))
    return bool(gmalg.SM2(None, user_id.encode(), point).verify(message, r.to_bytes(32, "big"), s.to_bytes(32, "big")))


def public_of(private_key: str) -> str:
    """The public key x‖y, 128 hex digits, of a private key."""
    point: bytes = _slow_public(private_key)
    return point.hex()[-128:].upper()


def to_raw(pair: Pair) -> bytes:
    """r‖s, always 64 bytes."""
    return pair[0].to_bytes(32, "big") + pair[1].to_bytes(32, "big")


def from_raw(data: bytes) -> Pair:
    """(r, s) of 64 bytes; raises WireError('seal') for any other length."""
    if len(data) != 64:
        raise WireError("seal", f"签名有 {len(data)} 字节，r‖s 应恰好 64 字节" + ("；像是 DER" if data[:1] == b"\x30" else ""))
    return int.from_bytes(data[:32], "big"), int.from_bytes(data[32:], "big")


def to_der(pair: Pair) -> bytes:
    """SEQUENCE of two INTEGERs."""
    def integer(value: int) -> bytes:
        body = value.to_bytes(value.bit_length() // 8 + 1, "big")
        return b"\x02" + bytes([len(body)]) + body

    inner = integer(pair[0]) + integer(pair[1])
    return b"\x30" + bytes([len(inner)]) + inner


def from_der(data: bytes) -> Pair:
    """(r, s) of a strict DER signature; raises WireError('seal')."""
    if len(data) == 64 and data[:1] != b"\x30":
        raise WireError("seal", "签名是 64 字节，像是 r‖s，应为 DER")
    if len(data) < 8 or data[0] != 0x30 or data[1] != len(data) - 2:
        raise WireError("seal", "签名不是 DER 的 SEQUENCE")
    r, rest = _der_integer(data[2:])
    s, rest = _der_integer(rest)
    if rest:
        raise WireError("seal", "DER 签名后面有多余字节")
    return r, s


def _der_integer(data: bytes) -> tuple[int, bytes]:
    if len(data) < 3 or data[0] != 0x02 or not 0 < data[1] <= 33 or len(data) < 2 + data[1]:
        raise WireError("seal", "DER 签名里没有 INTEGER")
    body = data[2 : 2 + data[1]]
    if body[0] & 0x80 or (len(body) > 1 and body[0] == 0 and not body[1] & 0x80):
        raise WireError("seal", "DER 整数不是最短写法")
    return int.from_bytes(body, "big"), data[2 + data[1] :]


def _hex(text: str, size: int) -> str:
    clean = text.strip()
    if len(clean) != size or any(c not in "0123456789abcdefABCDEF" for c in clean):
        raise WireError("seal", f"密钥应为 {size} 位十六进制")
    return clean


def _scalar(private_key: str) -> int:
    """The private key as a number 1..n-2; n-1 has no inverse of 1+d, and OpenSSL would look for one for ever."""
    value = int(_hex(private_key, 64), 16)
    if not 1 <= value <= ORDER - 2:
        raise WireError("seal", "私钥不在 1 到 n-2 之间")
    return value


@lru_cache(maxsize=16)
def _point(public_key: str) -> tuple[int, int]:
    """x and y of a public key; raises WireError('seal') for a point that is not on the curve."""
    clean = _hex(public_key.removeprefix("04") if len(public_key) == 130 else public_key, 128)
    x, y = int(clean[:64], 16), int(clean[64:], 16)
    if x >= PRIME or y >= PRIME or (y * y - x * x * x + 3 * x - _B) % PRIME:
        raise WireError("seal", "公钥不是 SM2 曲线上的点")
    return x, y


@lru_cache(maxsize=16)
def _slow_public(private_key: str) -> bytes:
    return _derive(private_key)


def _derive(private_key: str) -> bytes:
    fast = _fast_private(private_key)
    if fast is not None:
        numbers = fast[0].public_key().public_numbers()
        return b"\x04" + int(numbers.x).to_bytes(32, "big") + int(numbers.y).to_bytes(32, "big")
    return _multiply(_scalar(private_key))


def _multiply(scalar: int) -> bytes:
    """The public point by double and add on the SM2 curve (affine), for machines without tongsuopy; once per key."""
    p, a = PRIME, PRIME - 3
    point = (0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
             0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0)
    total: tuple[int, int] | None = None
    while scalar:
        if scalar & 1:
            total = point if total is None else _add(total, point, a, p)
        point = _add(point, point, a, p)
        scalar >>= 1
    assert total is not None
    return b"\x04" + total[0].to_bytes(32, "big") + total[1].to_bytes(32, "big")


def _add(left: tuple[int, int], right: tuple[int, int], a: int, p: int) -> tuple[int, int]:
    (x1, y1), (x2, y2) = left, right
    slope = (3 * x1 * x1 + a) * pow(2 * y1, -1, p) if left == right else (y2 - y1) * pow(x2 - x1, -1, p)
    x = (slope * slope - x1 - x2) % p
    return x, (slope * (x1 - x) - y1) % p


@lru_cache(maxsize=16)
def _fast_private(private_key: str) -> Any:
    try:
        from tongsuopy.crypto import hashes
        from tongsuopy.crypto.asymciphers import ec
    except ImportError:
        return None
    return ec.derive_private_key(_scalar(private_key), ec.SM2()), ec.ECDSA(hashes.SM3())


@lru_cache(maxsize=16)
def _fast_public(public_key: str) -> Any:
    try:
        from tongsuopy.crypto import hashes
        from tongsuopy.crypto.asymciphers import ec
        from tongsuopy.crypto.exceptions import InvalidSignature
    except ImportError:
        return None
    numbers = ec.EllipticCurvePublicNumbers(*_point(public_key), ec.SM2())
    return numbers.public_key(), ec.ECDSA(hashes.SM3()), InvalidSignature
