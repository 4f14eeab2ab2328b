"""XML messages: bytes to nested dicts and back. Home of lxml for messages.

DOCTYPE is refused, nothing is fetched, depth and size are capped, declared encoding and actual bytes must be the contract's. The
serialiser is our own: lxml writes a character that the charset lacks as a reference, which the other side shows as garbage.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from lxml import etree

from kanhe.errors import WireError
from kanhe.model.document import Document
from kanhe.wire.charset import codec_of, decode_bytes, encode_text

_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)


def encode_xml(document: Document, root: str, charset: str) -> bytes:
    """The document below a root element; raises WireError('charset') for a character that cannot be written."""
    parts = [f'<?xml version="1.0" encoding="{charset}"?>']
    _element(root, document, parts)
    text = "".join(parts)
    found = _CONTROL.search(text)
    if found:
        raise WireError("charset", f"文本含 XML 不允许的控制字符 U+{ord(found[0]):04X}")
    return encode_text(text, charset)


def _element(name: str, node: Any, parts: list[str]) -> None:
    if isinstance(node, list):
        for item in node:
            _element(name, item, parts)
    elif isinstance(node, dict):
        attributes = "".join(f' {k[1:]}="{_text(v).replace(chr(34), "&quot;")}"' for k, v in node.items() if k.startswith("@"))
        parts.append(f"<{name}{attributes}>")
        for key, child in node.items():
            if not key.startswith("@"):
                _element(key, child, parts)
        parts.append(f"</{name}>")
    elif node is not None:
        parts.append(f"<{name}>{_text(node)}</{name}>")


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else str(value)
    return text.translate(_ESCAPES) if "&" in text or "<" in text or ">" in text else text


@lru_cache(maxsize=8)
def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
                           remove_pis=True)


def decode_xml(data: bytes, root: str, charset: str, *, repeats: frozenset[str] = frozenset(), limit_depth: int = 256) -> Document:
    """The children of the root as nested dicts with text leaves; elements whose dotted path is in `repeats` become lists.

    Raises WireError: charset (declared or actual), syntax, limit (depth), with a byte offset where one is to blame.
    """
    _check_charset(data, charset)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise WireError("syntax", "报文含 DOCTYPE，一律拒绝", offset=max(data.find(b"<!DOCTYPE"), 0))
    if data.count(b"<") > 2 * limit_depth:
        _check_depth(data, limit_depth)
    try:
        top = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise WireError("syntax", f"XML 写法有误：{str(error).splitlines()[0][:200]}", offset=_offset(data, error)) from None
    if top.tag != root:
        raise WireError("syntax", f"根元素是 {top.tag}，应为 {root}", offset=data.find(b"<", 1))
    node = _node(top, "", repeats)
    return node if isinstance(node, dict) else {}


def _check_charset(data: bytes, charset: str) -> None:
    declared = _DECLARED.match(data)
    name = declared[1].decode() if declared else "UTF-8"
    if name.upper() != charset.upper():
        raise WireError("charset", f"XML 声明的编码是 {name}，契约约定 {charset}", offset=declared.start(1) if declared else 0)
    if not data.isascii():
        try:
            data.decode(codec_of(charset))
        except UnicodeDecodeError:
            decode_bytes(data, charset)
    if data[:1] not in (b"<", b" ", b"\n", b"\r", b"\t"):
        decode_bytes(data, charset)
        raise WireError("syntax", f"报文以 {data[:4]!r} 开头，不是 XML", offset=0)


def _check_depth(data: bytes, limit: int) -> None:
    """Count open elements by a scan that allocates nothing per level."""
    depth = 0
    for found in re.finditer(rb"<(/?)[A-Za-z_][^<>]*?(/?)>", data):
        if found[1]:
            depth -= 1
        elif not found[2]:
            depth += 1
            if depth > limit:
                raise WireError("limit", f"XML 嵌套超过 {limit} 层", offset=found.start())


def _offset(data: bytes, error: Exception) -> int:
    line, column = getattr(error, "position", None) or (0, 0)
    if not line:
        return -1
    start = 0
    for _ in range(line - 1):
        start = data.find(b"\n", start) + 1
    return start + max(column - 1, 0)


def _node(element: Any, path: str, repeats: frozenset[str]) -> Any:
    attributes = element.attrib
    if not len(element) and not attributes:
        return element.text or ""
    found: dict[str, Any] = {f"@{k}": v for k, v in attributes.items()} if attributes else {}
    text = element.text
    if text is not None and text.strip():
        if len(element):
            raise WireError("syntax", f"元素 {path or '根'} 里既有文字又有子元素")
        found["#text"] = text
    for child in element:
        name = child.tag
        if not isinstance(name, str):
            raise WireError("syntax", f"元素 {path or '根'} 里有不认识的内容")
        here = f"{path}.{name}" if path else name
        if child.tail is not None and child.tail.strip():
            raise WireError("syntax", f"元素 {path or '根'} 里既有文字又有子元素")
        value = _node(child, here, repeats)
        if here in repeats:
            found.setdefault(name, []).append(value)
        elif name in found:
            raise WireError("syntax", f"元素 {here} 出现了不止一次")
        else:
            found[name] = value
    return found
