"""Documents to messages and back, as a contract's wire profile says: codec x charset x transport."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from kanhe.errors import WireError
from kanhe.model.contract import Contract, Field, Party, WireProfile
from kanhe.model.document import Document
from kanhe.model.exchange import Message
from kanhe.wire.charset import codec_of
from kanhe.wire.json import decode_json, encode_json
from kanhe.wire.plain import Plain, plain_reader
from kanhe.wire.xml import decode_xml, encode_xml


@dataclass(frozen=True, slots=True)
class _Side:
    """What is worked out once per contract and direction: how plain bodies are read, which paths repeat, which headers are declared."""

    contract: Contract
    plain: Plain | None
    lists: frozenset[str]
    headers: frozenset[str]


_SIDES: dict[tuple[int, bool], _Side] = {}


def _side(contract: Contract, reply: bool) -> _Side:
    found = _SIDES.get((id(contract), reply))
    if found is None or found.contract is not contract:
        found = _SIDES[id(contract), reply] = _made(contract, contract.reply if reply else contract.request)
    return found


def _made(contract: Contract, fields: Sequence[Field]) -> _Side:
    wire, strip = contract.party.wire, "body." if contract.party.wire.transport == "http" else ""
    paths = [f.path.removeprefix(strip) for f in fields if f.path.startswith(strip)]
    deepest = max((path.count(".") + 2 for path in paths), default=0)
    plain = plain_reader(paths, wire.root, wire.charset) if wire.codec == "xml" and deepest <= wire.limit_depth else None
    return _Side(contract, plain, _lists(paths), frozenset(f.path.removeprefix("header.") for f in fields if f.path.startswith("header.")))


def _lists(paths: Sequence[str]) -> frozenset[str]:
    found: set[str] = set()
    for path in paths:
        parts = path.split(".")
        for i, part in enumerate(parts):
            if part.endswith("[]"):
                found.add(".".join(p.removesuffix("[]") for p in parts[: i + 1]))
    return frozenset(found)


def encode(contract: Contract, document: Document, *, reply: bool) -> Message:
    """The message of a document; raises WireError('charset') for what cannot be written."""
    wire = contract.party.wire
    if wire.transport == "tcp":
        return Message(body=encode_body(contract, document))
    body = encode_body(contract, document["body"]) if "body" in document else b""
    kind = f"application/{wire.codec}; charset={wire.charset}"
    headers = [("content-type", kind)] if body else []
    headers += [(k, str(v)) for k, v in (document.get("header") or {}).items()]
    if reply:
        return Message(status=_status(document.get("status", "200")), headers=tuple(headers), body=body)
    return Message(method=contract.method, target=_target(contract, document), headers=tuple(headers), body=body)


def encode_body(contract: Contract, node: Any) -> bytes:
    """The body alone, in the contract's codec and charset."""
    wire = contract.party.wire
    return encode_xml(node, wire.root, wire.charset) if wire.codec == "xml" else encode_json(node, wire.charset)


def _status(text: Any) -> int:
    value = str(text)
    return int(value) if re.fullmatch(r"[1-5][0-9]{2}", value, re.ASCII) else 500


def _target(contract: Contract, document: Document) -> str:
    values = document.get("path") or {}
    path = re.sub(r"\{([^}]+)\}", lambda m: quote(str(values.get(m[1], "")), safe=""), contract.route)
    query = {k: v for k, v in (document.get("query") or {}).items() if v is not None}
    return f"{path}?{urlencode({k: str(v) for k, v in query.items()}, quote_via=quote)}" if query else path


def decode(contract: Contract, message: Message, *, reply: bool) -> Document:
    """The document of a message; raises WireError: charset, syntax, limit."""
    wire, side = contract.party.wire, _side(contract, reply)
    if len(message.body) > wire.limit_bytes:
        raise WireError("limit", f"报文 {len(message.body)} 字节，超过上限 {wire.limit_bytes}")
    if wire.transport == "tcp":
        return _object(_body(wire, message.body, side))
    document: Document = {"status": str(message.status)} if reply else _located(contract, message)
    if message.body:
        document["body"] = _body(wire, message.body, side)
    wanted = side.headers
    if not wanted:
        return document
    pairs = [(k.lower(), v) for k, v in message.headers if k.lower() in wanted]
    found = dict(pairs)
    if len(found) != len(pairs):
        raise WireError("syntax", f"头 {_twice(pairs)} 出现了不止一次，应只有一次")
    if found:
        document["header"] = found
    return document


def _body(wire: WireProfile, data: bytes, side: _Side) -> Any:
    if wire.codec == "json":
        return decode_json(data, charset=wire.charset, limit_depth=wire.limit_depth)
    found = side.plain(data) if side.plain is not None else None
    if found is not None:
        return found
    return decode_xml(data, wire.root, wire.charset, repeats=side.lists, limit_depth=wire.limit_depth)


def _object(node: Any) -> Document:
    if not isinstance(node, dict):
        raise WireError("syntax", "报文不是对象", offset=0)
    return node


def _located(contract: Contract, message: Message) -> Document:
    found: Document = {}
    values = route_match(contract.route, message.target)
    if values:
        found["path"] = values
    query = message.target.partition("?")[2]
    if query:
        try:
            pairs = parse_qsl(query, keep_blank_values=True, errors="strict")
        except UnicodeDecodeError:
            raise WireError("charset", f"查询串 {query[:80]!r} 里的百分号编码不是 UTF-8") from None
        found["query"] = dict(pairs)
        if len(found["query"]) != len(pairs):
            raise WireError("syntax", f"查询串里的 {_twice(pairs)} 出现了不止一次，应只有一次")
    return found


def _twice(pairs: list[tuple[str, str]]) -> str:
    names = [k for k, _ in pairs]
    return next(n for i, n in enumerate(names) if n in names[:i])[:80]


_ROUTES: dict[str, re.Pattern[str]] = {}


def route_match(route: str, target: str) -> dict[str, str] | None:
    """The path values of a target that is on the route, None where it is not; a value that is no UTF-8 is on no route."""
    pattern = _ROUTES.get(route)
    if pattern is None:
        parts = re.split(r"\{([^}]+)\}", route)
        text = "".join(re.escape(p) if i % 2 == 0 else f"(?P<g{i}>[^/?]+)" for i, p in enumerate(parts))
        pattern = _ROUTES[route] = re.compile(text)
    found = pattern.fullmatch(target.partition("?")[0])
    if found is None:
        return None
    names = re.findall(r"\{([^}]+)\}", route)
    try:
        return {name: unquote(value, errors="strict") for name, value in zip(names, found.groups(), strict=True)}
    except UnicodeDecodeError:
        return None


_OPERATIONS: dict[str, re.Pattern[bytes]] = {}


def operation_of(party: Party, message: Message) -> str:
    """The operation that a TCP message names, peeked from the bytes; raises WireError('syntax') where there is none."""
    wire = party.wire
    name = wire.operation.rpartition(".")[2]
    if wire.codec == "json":
        node = decode_json(message.body, charset=wire.charset, limit_depth=wire.limit_depth)
        for part in wire.operation.split("."):
            node = node.get(part) if isinstance(node, dict) else None
        if not isinstance(node, str):
            raise WireError("syntax", f"报文没有 {wire.operation}")
        return node
    pattern = _OPERATIONS.get(name)
    if pattern is None:
        pattern = _OPERATIONS[name] = re.compile(rb"<" + name.encode(codec_of(wire.charset)) + rb">\s*([A-Za-z0-9._-]{1,40})\s*</")
    found = pattern.search(message.body)
    if found is None:
        raise WireError("syntax", f"报文没有 {wire.operation}")
    return found[1].decode("ascii")
