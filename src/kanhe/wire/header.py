"""A fixed header as named places of fixed width: ASCII, filled up with spaces on the right, from the framing's prefix to its tail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanhe.errors import WireError
from kanhe.model.contract import Framing

PLACES = "head"
"""Where a document keeps the places of its message's header, by name."""


def held(framing: Framing | None, path: str, node: Any) -> bool:
    """Whether a message can carry the value there and give it back: a place of a fixed header holds so many ASCII characters."""
    width = dict(framing.places).get(path.removeprefix(f"{PLACES}.")) if framing is not None and path.startswith(f"{PLACES}.") else None
    return width is None or (isinstance(node, str) and node.isascii() and len(node) <= width and node.rstrip(" ") == node != "")


def written(framing: Framing, head: Mapping[str, Any]) -> bytes:
    """The header; a place that the document leaves out is empty. Raises WireError('charset') for a value that its place cannot hold."""
    found = framing.prefix
    for name, width in framing.places:
        text = "" if head.get(name) is None else str(head[name])
        if not text.isascii():
            raise WireError("charset", f"报文头的 {name} 写作 {text}，只能是 ASCII 字符")
        if len(text) > width:
            raise WireError("charset", f"报文头的 {name} 有 {len(text)} 个字符，只有 {width} 个字节的位置")
        found += text.encode().ljust(width)
    return found + framing.tail


def places_of(framing: Framing, data: bytes) -> dict[str, str]:
    """The places of a message's header that are not empty, without what fills them up. Raises WireError('syntax') for a header that is too
    short, or where a place is not ASCII."""
    at, found = len(framing.prefix), dict[str, str]()
    for name, width in framing.places:
        place = data[at : at + width]
        if len(place) < width or not place.isascii():
            raise WireError("syntax", f"报文头的 {name} 应是 {width} 个 ASCII 字节，实为 {place!r}", offset=at)
        text, at = place.decode("ascii").rstrip(" "), at + width
        if text:
            found[name] = text
    return found
