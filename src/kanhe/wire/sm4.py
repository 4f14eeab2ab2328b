"""SM4 in CBC mode with PKCS#7 padding (GM/T 0002): OpenSSL speed through tongsuopy, pure Python through gmalg elsewhere."""

from __future__ import annotations

from typing import Any

import gmalg

from kanhe.errors import WireError

BLOCK = 16


def encrypt(key: str, iv: str, plain: bytes) -> bytes:
    """The enciphered bytes; key and iv are 32 hex digits. Raises WireError('seal') for a key that is none."""
    padding = BLOCK - len(plain) % BLOCK
    data = plain + bytes([padding]) * padding
    fast = _fast(_bytes(key, "SM4 密钥"), _bytes(iv, "SM4 初始向量"))
    if fast is not None:
        context = fast.encryptor()
        return bytes(context.update(data) + context.finalize())
    cipher, before, found = gmalg.SM4(_bytes(key, "SM4 密钥")), _bytes(iv, "SM4 初始向量"), bytearray()
    for at in range(0, len(data), BLOCK):
        before = bytes(cipher.encrypt(_xor(data[at : at + BLOCK], before)))
        found += before
    return bytes(found)


def decrypt(key: str, iv: str, data: bytes) -> bytes:
    """The plain bytes; raises WireError('seal') for what cannot have been enciphered with this key."""
    if not data or len(data) % BLOCK:
        raise WireError("seal", f"密文 {len(data)} 字节，应是 {BLOCK} 的整数倍")
    plain = _decrypted(_bytes(key, "SM4 密钥"), _bytes(iv, "SM4 初始向量"), data)
    padding = plain[-1]
    if not 1 <= padding <= BLOCK or plain[-padding:] != bytes([padding]) * padding:
        raise WireError("seal", "解密后的填充不对：密钥、初始向量不符，或密文被改动")
    return plain[:-padding]


def _decrypted(key: bytes, iv: bytes, data: bytes) -> bytes:
    fast = _fast(key, iv)
    if fast is not None:
        context = fast.decryptor()
        return bytes(context.update(data) + context.finalize())
    cipher, before, found = gmalg.SM4(key), iv, bytearray()
    for at in range(0, len(data), BLOCK):
        block = data[at : at + BLOCK]
        found += _xor(bytes(cipher.decrypt(block)), before)
        before = block
    return bytes(found)


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def _bytes(text: str, what: str) -> bytes:
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) != BLOCK:
        raise WireError("seal", f"{what}应为 {2 * BLOCK} 位十六进制")
    return found


def _fast(key: bytes, iv: bytes) -> Any:
    try:
        from tongsuopy.crypto.ciphers import Cipher, modes
        from tongsuopy.crypto.ciphers.algorithms import SM4
    except ImportError:
        return None
    return Cipher(SM4(key), modes.CBC(iv))
