"""What Quillon puts on the wire: GBK XML slips in base64, SOAP around them, forms with a code behind them."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from typing import Any
from urllib.parse import quote_from_bytes, unquote_to_bytes
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
DESK = "urn:quillon:fiscal:desk"
WORD = 0xFFFFFFFF


class Unreadable(Exception):
    """What came is no message of ours."""


# -- SM3 (GM/T 0004) -------------------------------------------------------------------------------------------------------------------
def _rotate(x: int, n: int) -> int:
    n %= 32
    return ((x << n) | (x >> (32 - n))) & WORD


def _fold(state: list[int], block: bytes) -> list[int]:
    w = [int.from_bytes(block[i:i + 4]) for i in range(0, 64, 4)]
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _rotate(w[j - 3], 15)
        w.append(x ^ _rotate(x, 15) ^ _rotate(x, 23) ^ _rotate(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        early, t = j < 16, 0x79CC4519 if j < 16 else 0x7A879D8A
        s1 = _rotate((_rotate(a, 12) + e + _rotate(t, j)) & WORD, 7)
        s2 = s1 ^ _rotate(a, 12)
        ff = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if early else (e & f) | (~e & g)
        t1 = (ff + d + s2 + (w[j] ^ w[j + 4])) & WORD
        t2 = (gg + h + s1 + w[j]) & WORD
        a, b, c, d, e, f, g, h = t1, a, _rotate(b, 9), c, t2 ^ _rotate(t2, 9) ^ _rotate(t2, 17), e, _rotate(f, 19), g
    return [x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h), strict=True)]


def sm3(data: bytes) -> str:
    """The digest, 64 upper-case hexadecimal digits."""
    padded = data + b"\x80" + bytes(-(len(data) + 9) % 64) + (8 * len(data)).to_bytes(8)
    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    for start in range(0, len(padded), 64):
        state = _fold(state, padded[start:start + 64])
    return "".join(f"{x:08X}" for x in state)


# -- XML -------------------------------------------------------------------------------------------------------------------------------
def text_of(data: bytes, charset: str = "gbk") -> str:
    try:
        return data.decode(charset)
    except UnicodeDecodeError as broken:
        raise Unreadable("不是约定的字符集") from broken


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_element(name, one) for one in value)
    if not isinstance(value, dict):
        return f"<{name}>{escape(str(value))}</{name}>"
    marks = "".join(f" {k[1:]}={quoteattr(str(v))}" for k, v in value.items() if k.startswith("@"))
    return f"<{name}{marks}>{''.join(_element(k, v) for k, v in value.items() if not k.startswith('@'))}</{name}>"


def slip(root: str, values: dict[str, Any]) -> bytes:
    return ('<?xml version="1.0" encoding="GBK"?>' + _element(root, values)).encode("gbk", "xmlcharrefreplace")


def _tree(text: str) -> ElementTree.Element:
    if "<!DOCTYPE" in text:
        raise Unreadable("不收 DOCTYPE")
    try:
        return ElementTree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except ElementTree.ParseError as broken:
        raise Unreadable("XML 不合规") from broken


def _values(element: ElementTree.Element) -> Any:
    found: dict[str, Any] = {f"@{k}": v for k, v in element.attrib.items() if not k.startswith("{")}
    for child in element:
        name, value = child.tag.rpartition("}")[2], _values(child)
        if name in found:
            found[name] = [*(found[name] if isinstance(found[name], list) else [found[name]]), value]
        else:
            found[name] = value
    return found if found else element.text or ""


def read_slip(data: bytes, root: str) -> dict[str, Any]:
    element = _tree(text_of(data))
    values = _values(element)
    if element.tag != root or not isinstance(values, dict):
        raise Unreadable(f"根元素应为 {root}")
    return values


def unpacked(text: Any) -> bytes:
    try:
        return b64decode("".join(str(text).split()), validate=True)
    except ValueError as broken:
        raise Unreadable("不是 base64") from broken


def packed(data: bytes) -> str:
    return b64encode(data).decode("ascii")


# -- SOAP ------------------------------------------------------------------------------------------------------------------------------
def soap(method: str, values: dict[str, Any]) -> bytes:
    return (f'<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="{SOAP}"><s:Header/><s:Body><q:{method} xmlns:q="{DESK}">'
            + "".join(_element(k, v) for k, v in values.items()) + f"</q:{method}></s:Body></s:Envelope>").encode()


def read_soap(data: bytes) -> tuple[str, dict[str, Any]]:
    body = _tree(text_of(data, "utf-8")).find(f"{{{SOAP}}}Body")
    if body is None or len(body) != 1 or not body[0].tag.startswith(f"{{{DESK}}}"):
        raise Unreadable("SOAP Body 里应恰好有一个本服务的操作")
    values = _values(body[0])
    return body[0].tag.rpartition("}")[2], values if isinstance(values, dict) else {}


# -- forms with a code -----------------------------------------------------------------------------------------------------------------
def coded(text: str, key: str) -> str:
    return sm3(text.encode("ascii") + key.encode("ascii"))


def form(values: dict[str, str]) -> bytes:
    return "&".join(f"{k}={quote_from_bytes(v.encode('ascii'), safe='')}" for k, v in values.items()).encode("ascii")


def read_form(data: bytes) -> dict[str, str]:
    found = {}
    for pair in data.split(b"&"):
        name, mark, value = pair.partition(b"=")
        if not mark:
            raise Unreadable("表单不合规")
        found[text_of(name, "ascii")] = text_of(unquote_to_bytes(value.replace(b"+", b" ")), "ascii")
    return found
