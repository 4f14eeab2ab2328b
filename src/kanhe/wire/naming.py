"""Which operation a message is about, told from its bytes before anything is decoded, or from its target."""

from __future__ import annotations

import re
from urllib.parse import unquote

from kanhe.errors import WireError
from kanhe.model.contract import Contract, Party, WireProfile
from kanhe.model.exchange import Message
from kanhe.wire.charset import codec_of
from kanhe.wire.form import decode_form
from kanhe.wire.header import PLACES, places_of
from kanhe.wire.json import decode_json
from kanhe.wire.nested import raw_of
from kanhe.wire.soap import CHARSET, method_of

_ROUTES: dict[str, tuple[re.Pattern[str], tuple[str, ...]]] = {}
_ELEMENTS: dict[tuple[str, str], re.Pattern[bytes]] = {}


def operation_of(party: Party, message: Message) -> str:
    """The operation that the message of a named wire names; raises WireError('syntax') where there is none.

    SOAP: the method, and behind it, where the wire names an argument that tells operations apart, that argument.
    """
    wire, body = party.wire, message.body
    if wire.codec == "soap":
        method = method_of(body)
        if not method:
            raise WireError("syntax", "报文没有 SOAP Body 里的操作元素")
        return f"{method} {_element(body, wire.operation, CHARSET)}".strip() if wire.operation else method
    path = wire.operation
    if wire.codec == "form":
        name, _, path = wire.operation.partition(".")
        text = decode_form(body, wire.charset).get(name)
        if not isinstance(text, str):
            raise WireError("syntax", f"报文没有 {name}")
        if not path:
            return text
        nested = next((one for one in wire.nested if one.at == name), None)
        body = raw_of(nested, text, wire.charset) if nested is not None else body
        if nested is not None and nested.codec == "json":
            return _member(wire, body, path)
    name = path.removeprefix(f"{PLACES}.")
    if name != path and wire.framing is not None and name in dict(wire.framing.places):
        found = places_of(wire.framing, body).get(name, "")
    else:
        found = _member(wire, body, path) if wire.codec == "json" else _element(body, path, wire.charset)
    if not found:
        raise WireError("syntax", f"报文没有 {wire.operation}")
    return found


def named_in(contract: Contract) -> dict[str, str]:
    """What a request of the operation says where its wire names operations: path -> text."""
    wire = contract.party.wire
    told = contract.operation.partition(" ")[2] if wire.codec == "soap" else contract.operation
    return {wire.operation: told} if wire.operation and told else {}


def _member(wire: WireProfile, body: bytes, path: str) -> str:
    node = decode_json(body, charset=wire.charset, limit_depth=wire.limit_depth)
    for part in path.split("."):
        node = node.get(part) if isinstance(node, dict) else None
    if not isinstance(node, str):
        raise WireError("syntax", f"报文没有 {wire.operation}")
    return node


def _element(body: bytes, path: str, charset: str) -> str:
    """The short ASCII text of the first element with the path's last name, '' where there is none."""
    name = path.rpartition(".")[2]
    pattern = _ELEMENTS.get((name, charset))
    if pattern is None:
        start = rb"<" + name.encode(codec_of(charset)) + rb"(?:\s[^<>]{0,200})?>\s*([A-Za-z0-9._-]{1,40})\s*</"
        pattern = _ELEMENTS[name, charset] = re.compile(start)
    found = pattern.search(body)
    return found[1].decode("ascii") if found else ""


def route_match(route: str, target: str) -> dict[str, str] | None:
    """The path values of a target that is on the route, None where it is not; a value that is no UTF-8 is on no route."""
    known = _ROUTES.get(route)
    if known is None:
        parts = re.split(r"\{([^}]+)\}", route)
        text = "".join(re.escape(p) if i % 2 == 0 else "([^/?]+)" for i, p in enumerate(parts))
        known = _ROUTES[route] = re.compile(text), tuple(parts[1::2])
    pattern, names = known
    found = pattern.fullmatch(target.partition("?")[0])
    if found is None:
        return None
    try:
        return {name: unquote(value, errors="strict") for name, value in zip(names, found.groups(), strict=True)}
    except UnicodeDecodeError:
        return None
