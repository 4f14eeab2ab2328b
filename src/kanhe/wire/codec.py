"""Documents to messages and back, as a contract's wire profile says: codec x charset x transport."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from kanhe.errors import WireError
from kanhe.model.contract import Contract, Field, WireProfile
from kanhe.model.document import Document
from kanhe.model.exchange import Message
from kanhe.model.inner import Nested
from kanhe.wire.charset import decode_bytes, encode_text
from kanhe.wire.form import decode_form, encode_form
from kanhe.wire.header import PLACES, places_of, written
from kanhe.wire.json import decode_json, encode_json
from kanhe.wire.naming import route_match
from kanhe.wire.nested import Fold, below, fold, reader_of, unfold
from kanhe.wire.plain import Plain, plain_reader
from kanhe.wire.soap import CHARSET, decode_soap, encode_soap
from kanhe.wire.xml import decode_xml, encode_xml

HEAD = "@head"
"""Where a document keeps the fixed header, without its end mark, that belongs to a message without a length prefix."""
TYPES = {"xml": "text/xml", "soap": "text/xml", "form": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class _Side:
    """What is worked out once per contract and direction: how plain bodies are read, which paths repeat, which headers are declared,
    where inner messages lie, and the namespace."""

    contract: Contract
    plain: Plain | None
    lists: frozenset[str]
    headers: frozenset[str]
    folds: tuple[Fold, ...] = ()
    space: str = ""


_SIDES: dict[tuple[int, bool], _Side] = {}


def _side(contract: Contract, reply: bool) -> _Side:
    found = _SIDES.get((id(contract), reply))
    if found is None or found.contract is not contract:
        found = _SIDES[id(contract), reply] = _made(contract, reply)
    return found


def _made(contract: Contract, reply: bool) -> _Side:
    fields: Sequence[Field] = contract.reply if reply else contract.request
    space = contract.namespaces[reply]
    wire, strip = contract.party.wire, "" if contract.party.wire.named else "body."
    paths = [f.path.removeprefix(strip) for f in fields if f.path.startswith(strip)]
    folds = tuple(_fold(contract, nested, paths) for nested in contract.nested if below(paths, nested.at))
    inside = f"{PLACES}." if wire.framing is not None and wire.framing.places else HEAD
    outer = _without([path for path in paths if path != HEAD and not path.startswith(inside)], [one.nested.at for one in folds])
    deepest = max((path.count(".") + 2 for path in outer), default=0)
    quick = wire.codec == "xml" and not space and deepest <= wire.limit_depth
    plain = plain_reader(outer, wire.root, wire.charset) if quick else None
    headers = frozenset(f.path.removeprefix("header.") for f in fields if f.path.startswith("header."))
    return _Side(contract, plain, _lists(outer), headers, folds, space)


def _fold(contract: Contract, nested: Nested, paths: Sequence[str]) -> Fold:
    """An inner message; what lies in it but in a message further in is that message's."""
    wire = contract.party.wire
    inside = below(paths, nested.at)
    inside = _without(inside, below([other.at for other in contract.nested], nested.at))
    around = [other for other in contract.nested if nested.at.startswith(f"{other.at}.")]
    plain = plain_reader(inside, nested.root, nested.charset) if nested.codec == "xml" else None
    lists = _lists(inside)

    def read(data: bytes) -> Document:
        found = plain(data) if plain is not None else None
        return decode_xml(data, nested.root, nested.charset, repeats=lists, limit_depth=wire.limit_depth) if found is None else found

    carrier = around[-1].charset if around else CHARSET if wire.codec == "soap" else wire.charset
    return Fold(nested, reader_of(nested, read, wire.limit_depth), carrier)


def _without(paths: Sequence[str], inner: Sequence[str]) -> list[str]:
    """The paths with one leaf in place of everything below an inner message."""
    found: dict[str, None] = {}
    for path in paths:
        found.setdefault(next((at for at in inner if path.startswith(f"{at}.")), path))
    return list(found)


def _lists(paths: Sequence[str]) -> frozenset[str]:
    found: set[str] = set()
    for path in paths:
        parts = path.split(".")
        for i, part in enumerate(parts):
            if part.endswith("[]"):
                found.add(".".join(p.removesuffix("[]") for p in parts[: i + 1]))
    return frozenset(found)


def encode(contract: Contract, document: Document, *, reply: bool, loose: bool = False) -> Message:
    """The message of a document; raises WireError('charset') for what cannot be written. loose: inner messages are written otherwise."""
    wire = contract.party.wire
    if contract.nested:
        document = fold(_side(contract, reply).folds, document, loose=loose)
    if wire.named:
        return _named(contract, document, reply)
    body = encode_body(contract, document["body"], reply=reply) if "body" in document else b""
    kind = f"application/{wire.codec}; charset={wire.charset}"
    headers = [("content-type", kind)] if body else []
    headers += [(k, str(v)) for k, v in (document.get("header") or {}).items()]
    if reply:
        return Message(status=_status(document.get("status", "200")), headers=tuple(headers), body=body)
    return Message(method=contract.method, target=_target(contract, document), headers=tuple(headers), body=body)


def _named(contract: Contract, document: Document, reply: bool) -> Message:
    """A message that is nothing but a body. SOAP 1.1 tells a fault by the status 500 too."""
    wire = contract.party.wire
    head, document = _headed(wire, document)
    body = encode_body(contract, document, reply=reply)
    if wire.transport == "tcp":
        return Message(body=head + body)
    charset = CHARSET if wire.codec == "soap" else wire.charset
    headers = (("content-type", f"{TYPES.get(wire.codec, 'application/json')}; charset={charset}"),)
    if reply:
        return Message(status=500 if wire.codec == "soap" and document.get("Fault") else 200, headers=headers, body=body)
    more = (("soapaction", '""'),) if wire.codec == "soap" else ()
    return Message(method="POST", target=wire.path, headers=headers + more, body=body)


def _headed(wire: WireProfile, document: Document) -> tuple[bytes, Document]:
    """The bytes of a fixed header, and the document without it."""
    if wire.framing is None or wire.framing.encoding != "close":
        return b"", document
    name = PLACES if wire.framing.places else HEAD
    told, rest = document.get(name), {key: node for key, node in document.items() if key != name}
    if wire.framing.places:
        return written(wire.framing, told if isinstance(told, dict) else {}), rest
    return (encode_text(str(told), wire.charset) + wire.framing.tail, rest) if told else (b"", document)


def encode_body(contract: Contract, node: Any, *, reply: bool = False) -> bytes:
    """The body alone, in the contract's codec and charset."""
    wire, space = contract.party.wire, contract.namespaces[reply]
    if wire.codec == "soap":
        return encode_soap(contract.operation.partition(" ")[0], space, node, reply=reply)
    if wire.codec == "form":
        return encode_form(node, wire.charset)
    return encode_xml(node, wire.root, wire.charset, space) if wire.codec == "xml" else encode_json(node, wire.charset)


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
    if wire.named:
        head = wire.framing.width if wire.framing is not None and wire.framing.encoding == "close" else 0
        if not head:
            return unfold(side.folds, _object(_outer(contract, message, side, reply)))
        assert wire.framing is not None
        told: Document = ({PLACES: places_of(wire.framing, message.body)} if wire.framing.places
                          else {HEAD: decode_bytes(message.body[: head - len(wire.framing.tail)], wire.charset)})
        return {**told, **unfold(side.folds, _object(_outer(contract, replace(message, body=message.body[head:]), side, reply)))}
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


def _outer(contract: Contract, message: Message, side: _Side, reply: bool) -> Any:
    """The body of a message that is nothing but a body; a status that says otherwise is no reply (2.5)."""
    wire = contract.party.wire
    if wire.codec == "soap":
        method = contract.operation.partition(" ")[0]
        if reply and message.status not in (200, 500):
            raise WireError("syntax", f"HTTP 状态 {message.status}，SOAP 应答应为 200，Fault 为 500")
        return decode_soap(message.body, method, reply=reply, repeats=side.lists, limit_depth=wire.limit_depth)
    if reply and wire.transport == "http" and message.status != 200:
        raise WireError("syntax", f"HTTP 状态 {message.status}，应答应为 200，结果写在报文里")
    return decode_form(message.body, wire.charset) if wire.codec == "form" else _body(wire, message.body, side)


def _body(wire: WireProfile, data: bytes, side: _Side) -> Any:
    if wire.codec == "json":
        return decode_json(data, charset=wire.charset, limit_depth=wire.limit_depth)
    found = side.plain(data) if side.plain is not None else None
    if found is not None:
        return found
    return decode_xml(data, wire.root, wire.charset, repeats=side.lists, limit_depth=wire.limit_depth, space=side.space)


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
