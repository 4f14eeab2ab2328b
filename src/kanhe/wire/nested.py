"""Messages inside messages: unfolding turns the text at a path into the dict of the inner message, folding turns it back.

Theory of operation. A contract says at which paths the wire carries a whole message as one text (`nested:`), outer ones first. Unfolding
goes in that order, folding the other way. What was unfolded keeps its bytes (`Inner`): handed on unchanged it goes out byte for byte, so
nobody's signature over it breaks. Folding never changes the document that it is given.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kanhe.errors import WireError
from kanhe.model.document import Document, put, spread
from kanhe.model.inner import Inner, Nested
from kanhe.wire.charset import decode_bytes, encode_text
from kanhe.wire.json import decode_json, encode_json
from kanhe.wire.xml import encode_xml

Read = Callable[[bytes], Document]


@dataclass(frozen=True, slots=True)
class Fold:
    """One place of inner messages, and how their bytes are read. carrier: charset of the text around."""

    nested: Nested
    read: Read
    carrier: str


def below(paths: Iterable[str], at: str) -> list[str]:
    """What lies below a place, relative to it."""
    return [path.removeprefix(f"{at}.") for path in paths if path.startswith(f"{at}.")]


def unfold(folds: Sequence[Fold], document: Document) -> Document:
    """The same document with every inner message in place of its text; raises WireError of the inner message's layers."""
    for fold in folds:
        for where, node in list(spread(document, fold.nested.at)):
            if node is None or node == "":
                continue
            if not isinstance(node, str):
                raise WireError("syntax", f"{where} 应是一段 {fold.nested.encoding} 文本，却有下级字段")
            try:
                raw = raw_of(fold.nested, node, fold.carrier)
                put(document, where, Inner(fold.read(raw), raw, node))
            except WireError as error:
                hint = _hint(fold.nested, node)
                raise WireError(error.layer, f"{where} 的内层报文：{error.message}{hint}", offset=error.offset) from None
    return document


def fold(folds: Sequence[Fold], document: Document, *, loose: bool = False) -> Document:
    """A document with a text in place of every inner message. loose: written otherwise, with blanks and line breaks that mean nothing."""
    for one in reversed(folds):
        document = _replaced(document, one.nested.at.split("."), one, loose)
    return document


def _replaced(node: Any, way: list[str], one: Fold, loose: bool) -> Any:
    if not way:
        return text_of(one, node, loose=loose) if isinstance(node, dict) else node
    if not isinstance(node, dict):
        return node
    name = way[0].removesuffix("[]")
    if name not in node:
        return node
    child = node[name]
    if way[0].endswith("[]"):
        child = [_replaced(item, way[1:], one, loose) for item in child] if isinstance(child, list) else child
    else:
        child = _replaced(child, way[1:], one, loose)
    changed = {**node, name: child}
    return Inner(changed, node.raw, node.text) if isinstance(node, Inner) else changed


def text_of(one: Fold, document: Document, *, loose: bool = False) -> str:
    """The text that carries an inner message: its own bytes where they still say the same, else written anew."""
    nested = one.nested
    raw = document.raw if isinstance(document, Inner) and _says(one, document) else None
    if raw is not None and not loose and isinstance(document, Inner):
        return document.text
    if raw is None:
        raw = encode_xml(document, nested.root, nested.charset) if nested.codec == "xml" else encode_json(document, nested.charset)
    if loose:
        raw = _BETWEEN.sub(b">\n<", raw) if nested.codec == "xml" else raw[:1] + b" " + raw[1:]
    if nested.encoding == "text":
        return decode_bytes(raw, one.carrier)
    return (base64.encodebytes(raw) if loose else base64.b64encode(raw)).decode("ascii")


def _says(one: Fold, document: Inner) -> bool:
    try:
        return bool(one.read(document.raw) == document)
    except WireError:
        return False


def raw_of(nested: Nested, text: str, carrier: str) -> bytes:
    """The bytes of an inner message as they came; line breaks in base64 mean nothing (SIG-07). Raises WireError('syntax')."""
    if nested.encoding == "text":
        return encode_text(text, carrier)
    plain = text.translate(_BREAKS)
    if " " in plain:
        raise WireError("syntax", "base64 里有空格：多半是发送方没有把 + 写成 %2B", offset=plain.index(" "))
    try:
        raw = base64.b64decode(plain, validate=True)
    except (binascii.Error, ValueError):
        raise WireError("syntax", f"以 {plain[:12]!r} 开头的文本不是 base64") from None
    if base64.b64encode(raw).decode("ascii") != plain:
        raise WireError("syntax", "base64 不是规范写法")
    return raw


_BREAKS = str.maketrans("", "", "\r\n\t")
_BETWEEN = re.compile(rb"><(?=[^/])")


def _hint(nested: Nested, text: str) -> str:
    """What a text that is no message looks like instead."""
    if text[:3] in ("%3C", "%3c"):
        return "；像是百分号编码了两次"
    if nested.encoding != "base64":
        return ""
    try:
        return "；像是做了两次 base64" if base64.b64decode(base64.b64decode(text, validate=True), validate=True)[:1] in (b"<", b"{") else ""
    except (binascii.Error, ValueError):
        return ""


def reader_of(nested: Nested, xml: Callable[[bytes], Document], limit_depth: int) -> Read:
    """How the bytes of an inner message are read; xml: the reader of an XML message with this layout."""
    if nested.codec == "xml":
        return xml

    def read(data: bytes) -> Document:
        node = decode_json(data, charset=nested.charset, limit_depth=limit_depth)
        if not isinstance(node, dict):
            raise WireError("syntax", "报文不是对象", offset=0)
        return node

    return read
