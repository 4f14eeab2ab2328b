"""sm4-body: the whole body enciphered with SM4-CBC, after it was signed; key and iv are shared secrets, told by reference.

A cipher hides and does not prove: a changed block deciphers to garbage. Whoever wants proof seals first and enciphers what came out.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import replace

from kanhe.errors import WireError
from kanhe.model.contract import Cipher
from kanhe.model.exchange import Message
from kanhe.wire import sm4
from kanhe.wire.seal.keys import Keys

Spoil = Callable[[Cipher, Keys, Message], Message]


def enciphered(cipher: Cipher, keys: Keys, message: Message) -> Message:
    """The message with its body enciphered; one without a body stays as it is."""
    if not message.body:
        return message
    return replace(message, body=_written(cipher, sm4.encrypt(keys.cipher_key, keys.cipher_iv, message.body)))


def _written(cipher: Cipher, data: bytes) -> bytes:
    if cipher.encoding == "raw":
        return data
    return base64.b64encode(data) if cipher.encoding == "base64" else data.hex().encode()


def _read(cipher: Cipher, body: bytes) -> bytes:
    if cipher.encoding == "raw":
        return body
    try:
        text = b"".join(body.split())
        return base64.b64decode(text, validate=True) if cipher.encoding == "base64" else bytes.fromhex(text.decode("ascii"))
    except (binascii.Error, ValueError):
        plain = "；像是没有加密的明文" if body.lstrip()[:1] in (b"<", b"{", b"[") else ""
        raise WireError("seal", f"密文不是 {cipher.encoding}{plain}") from None


def deciphered(cipher: Cipher, keys: Keys, message: Message) -> Message:
    """The message with its body in plain; raises WireError('seal')."""
    if not message.body:
        return message
    return replace(message, body=sm4.decrypt(keys.cipher_key, keys.cipher_iv, _read(cipher, message.body)))


def _flipped(cipher: Cipher, keys: Keys, message: Message) -> Message:
    data = bytearray(_read(cipher, message.body))
    data[-1] ^= 0x40  # the padding of the last block is no padding any more
    return replace(message, body=_written(cipher, bytes(data)))


def _cut(cipher: Cipher, keys: Keys, message: Message) -> Message:
    return replace(message, body=_written(cipher, _read(cipher, message.body)[:-1]))


def _other_key(cipher: Cipher, keys: Keys, message: Message) -> Message:
    other = replace(keys, cipher_key=keys.cipher_key[2:] + keys.cipher_key[:2])
    return enciphered(cipher, other, deciphered(cipher, keys, message))


def _plain(cipher: Cipher, keys: Keys, message: Message) -> Message:
    return deciphered(cipher, keys, message)


FORGERIES: dict[str, Spoil] = {"密文末块改动": _flipped, "密文少一字节": _cut, "用别的密钥加密": _other_key, "不加密": _plain}
"""Chinese name -> how an honestly enciphered message is spoilt."""
