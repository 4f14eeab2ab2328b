"""XML messages: bytes to nested dicts and back. Home of lxml for messages.

DOCTYPE is refused, nothing is fetched, depth and size are capped, declared encoding and actual bytes must be the contract's. The
bytes are decoded here and parsed as UTF-8: libxml2 reads 38 code points of GB18030 otherwise than Python writes them. The
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

DEEPEST = 256  # libxml2 itself goes no deeper
MOST_ATTRIBUTES = 1000  # of one element: lxml looks each up by a walk over all
_PROLOG = re.compile(rb"\s*<\?xml\s(.*?)\?>", re.DOTALL)
_ENCODING = re.compile(rb"""\bencoding\s*=\s*["']([^"']{1,40})["']""")
_FIRST_TAG = re.compile(rb"<(?![?!])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAME = re.compile(r"[^\W\d][\w.-]*")
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})
_SIGN = re.compile("[&<>\r]")
_KNOWN: set[str] = set()  # names that were looked at before
_RESOURCE_CODES = (110, 114)  # libxml2: name too long, resource limit


def encode_xml(document: Document, root: str, charset: str, space: str = "") -> bytes:
    """The document below a root element, all in one namespace; raises WireError('charset') for a character that cannot be written."""
    parts = [f'<?xml version="1.0" encoding="{charset}"?>']
    _element(root, {"@xmlns": space, **document} if space else document, parts)
    return written(parts, charset)


def written(parts: list[str], charset: str) -> bytes:
    """The bytes of some XML text; raises WireError('charset') for a sign that XML or the charset does not have."""
    text = "".join(parts)
    found = None if text.isprintable() else _CONTROL.search(text)
    if found:
        raise WireError("charset", f"文本含 XML 不允许的控制字符 U+{ord(found[0]):04X}")
    return encode_text(text, charset)


def add_element(name: str, node: Any, parts: list[str]) -> None:
    """Write one element, or one for each item of a list."""
    _element(name, node, parts)


def _element(name: str, node: Any, parts: list[str]) -> None:
    if name not in _KNOWN:
        _check_name(name)
    if isinstance(node, str):
        parts.append(f"<{name}>{_text(node)}</{name}>")
    elif isinstance(node, list):
        for item in node:
            _element(name, item, parts)
    elif isinstance(node, dict):
        start = len(parts)
        parts.append(f"<{name}>")
        for key, child in node.items():
            if key in _KNOWN and isinstance(child, str):  # most of all elements: written here, without a call
                parts.append(f"<{key}>{child if child.isalnum() else _text(child)}</{key}>")
            elif key == "#text":
                parts.append(_text(child))
            elif key[:1] == "@":
                parts[start] = f'{parts[start][:-1]} {_check_name(key[1:])}="{str(child).translate(_ATTRIBUTE)}">'
            else:
                _element(key, child, parts)
        parts.append(f"</{name}>")
    elif node is not None:
        parts.append(f"<{name}>{_text(node)}</{name}>")


def _check_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise WireError("syntax", f"{name!r} 不能作 XML 元素或属性的名字")
    if len(_KNOWN) < 10_000:
        _KNOWN.add(name)
    return name


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else str(value)
    return text if _SIGN.search(text) is None else text.translate(_TEXT)


@lru_cache(maxsize=1)
def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
                           remove_pis=True, encoding="UTF-8")


def decode_xml(
    data: bytes, root: str, charset: str, *, repeats: frozenset[str] = frozenset(), limit_depth: int = DEEPEST, space: str = ""
) -> Document:
    """The children of the root as nested dicts with text leaves; elements whose dotted path is in `repeats` become lists. space: the
    namespace of all elements.

    Raises WireError: charset (declared or actual), syntax, limit (depth), with a byte offset where one is to blame.
    """
    top = parse_xml(data, charset)
    prefix = f"{{{space}}}" if space else ""
    if top.tag != f"{prefix}{root}":
        found = _FIRST_TAG.search(data)
        raise WireError("syntax", f"根元素是 {top.tag}，应为 {prefix}{root}", offset=found.start() if found else -1)
    node = _node(top, "", repeats, min(limit_depth, DEEPEST), prefix)
    if isinstance(node, dict):
        return node
    if node.strip():
        raise WireError("syntax", f"根元素 {root} 里只有文字，应为子元素", offset=-1)
    return {}


def parse_xml(data: bytes, charset: str) -> Any:
    """The root element of a message, safely read; raises WireError: charset (declared or actual), syntax, limit."""
    _check_charset(data, charset)
    for mark in (b"<!DOCTYPE", b"<!ENTITY", b"\0"):
        if mark in data:
            shown = "NUL 字节" if mark == b"\0" else "DOCTYPE"
            raise WireError("syntax", f"报文含 {shown}，一律拒绝", offset=data.find(mark))
    try:
        return etree.fromstring(data if data.isascii() else decode_bytes(data, charset).encode(), _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unreadable(data, charset, error) from None


def node_of(element: Any, *, repeats: frozenset[str] = frozenset(), limit_depth: int = DEEPEST) -> Any:
    """What is below an element of `parse_xml`, as nested dicts with text leaves; see decode_xml."""
    return _node(element, "", repeats, min(limit_depth, DEEPEST))


def _check_charset(data: bytes, charset: str) -> None:
    if data[:1] not in (b"<", b" ", b"\n", b"\r", b"\t"):
        decode_bytes(data, charset)
        raise WireError("syntax", f"报文以 {data[:4]!r} 开头，不是 XML", offset=0)
    prolog = _PROLOG.match(data)
    declared = _ENCODING.search(prolog[1]) if prolog else None
    if prolog is None or declared is None:
        if charset.upper() != "UTF-8":
            raise WireError("charset", f"XML 没有声明编码（即 UTF-8），契约约定 {charset}", offset=0)
    elif declared[1].upper() != charset.upper().encode():
        name = declared[1].decode("ascii", "backslashreplace")
        raise WireError("charset", f"XML 声明的编码是 {name}，契约约定 {charset}", offset=prolog.start(1) + declared.start(1))


def _unreadable(data: bytes, charset: str, error: Exception) -> WireError:
    said = (str(error).splitlines() or ["空报文"])[0][:200]
    layer = "limit" if getattr(error, "code", 0) in _RESOURCE_CODES else "syntax"
    line, column = getattr(error, "position", None) or (0, 0)
    if not line:
        return WireError(layer, f"XML 写法有误：{said}")
    lines = data.decode(codec_of(charset)).split("\n")
    before = "\n".join([*lines[: line - 1], lines[line - 1][: column - 1] if line <= len(lines) else ""])
    return WireError(layer, f"XML 写法有误：{said}", offset=len(before.encode(codec_of(charset))))


def _node(element: Any, path: str, repeats: frozenset[str], left: int, prefix: str = "") -> Any:
    """prefix: `{namespace}` of the elements, which is left out of their names."""
    attributes, text = element.attrib, element.text
    if not len(element) and not attributes:
        return text or ""
    if left <= 1 and len(element):
        raise WireError("limit", f"XML 嵌套过深：元素 {path[:80]} 里还有子元素")
    if len(attributes) > MOST_ATTRIBUTES:
        raise WireError("limit", f"元素 {path[:80] or '根'} 有 {len(attributes)} 个属性，上限 {MOST_ATTRIBUTES}")
    found: dict[str, Any] = {f"@{k}": v for k, v in attributes.items()} if attributes else {}
    if text is not None and (not len(element) or text.strip()):
        if len(element):
            raise WireError("syntax", f"元素 {path or '根'} 里既有文字又有子元素")
        found["#text"] = text
    for child in element:
        name = child.tag
        if not isinstance(name, str):
            raise WireError("syntax", f"元素 {path or '根'} 里有不认识的内容")
        if prefix:
            name = name.removeprefix(prefix) if name.startswith(prefix) else f"{{}}{name}"
        here = f"{path}.{name}" if path else name
        if child.tail is not None and child.tail.strip():
            raise WireError("syntax", f"元素 {path or '根'} 里既有文字又有子元素")
        value = _node(child, here, repeats, left - 1, prefix)
        if here in repeats:
            found.setdefault(name, []).append(value)
        elif name in found:
            raise WireError("syntax", f"元素 {here} 出现了不止一次，应只有一次")
        else:
            found[name] = value
    return found
