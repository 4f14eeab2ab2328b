"""What Ashdown puts on the wire to its bank: GB18030 XML in frames of eight digits, an SM3 code behind it, one connection for each message."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

LIMIT = 4_000_000
Values = dict[str, Any]


class Unreadable(Exception):
    """What came is no message of ours."""


def written(document: Mapping[str, Any], *, key: bytes, charset_errors: str = "strict") -> bytes:
    """A message without its frame: `<Ash>` with the parts, and its code in a comment."""
    root = ElementTree.Element("Ash")
    _fill(root, document)
    text = '<?xml version="1.0" encoding="GB18030"?>' + ElementTree.tostring(root, encoding="unicode")
    body = text.encode("gb18030" if charset_errors == "strict" else "gbk", charset_errors)
    return body + f"<!--{_code(body, key)}-->".encode()


def _fill(node: ElementTree.Element, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            child = ElementTree.SubElement(node, name)
            if isinstance(one, dict):
                _fill(child, one)
            else:
                child.text = str(one)


def _code(body: bytes, key: bytes) -> str:
    return hashlib.new("sm3", body + key, usedforsecurity=True).hexdigest().upper()


def genuine(message: bytes, *, key: bytes) -> bool:
    """Whether the code behind a message is that of its bytes."""
    body, _, code = message.rpartition(b"<!--")
    return code == f"{_code(body, key)}-->".encode()


def read(message: bytes, *, key: bytes, lax: bool = False) -> Values:
    """The parts of a message; raises Unreadable. lax: whatever its code is."""
    if not lax and not genuine(message, key=key):
        raise Unreadable("code")
    body = message.rpartition(b"<!--")[0]
    try:
        text = (body or message).decode("gb18030")
        root = ElementTree.fromstring(text.partition("?>")[2] if text.startswith("<?xml") else text)
    except (UnicodeDecodeError, ElementTree.ParseError) as broken:
        raise Unreadable("xml") from broken
    values = _values(root)
    if root.tag != "Ash" or not isinstance(values, dict):
        raise Unreadable("root")
    return values


def _values(node: ElementTree.Element) -> Any:
    if not len(node):
        return node.text or ""
    here: Values = {}
    for child in node:
        if child.tag in here:
            here[child.tag] = [*(here[child.tag] if isinstance(here[child.tag], list) else [here[child.tag]]), _values(child)]
        else:
            here[child.tag] = _values(child)
    return here


def send(line: socket.socket, message: bytes) -> None:
    line.sendall(f"{len(message):08d}".encode() + message)


def receive(line: socket.socket) -> bytes:
    """One message without its frame; raises Unreadable or OSError."""
    head = _exactly(line, 8)
    if not head.isdigit() or int(head) > LIMIT:
        raise Unreadable("frame")
    return _exactly(line, int(head))


def _exactly(line: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = line.recv(size - len(data))
        if not more:
            raise Unreadable("end")
        data += more
    return data
