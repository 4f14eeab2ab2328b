"""What can still be read of a message that cannot be decoded, so that even its refusal carries the echo (LAND-11)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kanhe.errors import WireError
from kanhe.model.contract import Contract, Party
from kanhe.model.exchange import Message
from kanhe.wire.header import PLACES, places_of
from kanhe.wire.naming import operation_of


def operation(party: Party, message: Message) -> str:
    """The operation code of a TCP message, '' where it cannot be read."""
    try:
        return operation_of(party, message)
    except WireError:
        return ""


def echo(contract: Contract, message: Message) -> Mapping[str, str]:
    """reply path -> text for every echo that is still readable."""
    head = _places(contract, message)
    found = {to: head.get(source) or leaf(message.body, source) for to, source in contract.echo.items()}
    return {to: text for to, text in found.items() if text}


def _places(contract: Contract, message: Message) -> Mapping[str, str]:
    """path -> text of what a fixed header still tells."""
    framing = contract.party.wire.framing
    if framing is None or not framing.places:
        return {}
    try:
        return {f"{PLACES}.{name}": text for name, text in places_of(framing, message.body).items()}
    except WireError:
        return {}


def leaf(body: bytes, path: str) -> str:
    """The ASCII text of the first `<Name>…</Name>` or `"Name": "…"` with the path's last name; '' if there is none."""
    name = re.escape(path.rpartition(".")[2].encode("ascii", "strict"))
    element = rb"<%s>\s*([!-;=?-~]{1,100})\s*</%s>" % (name, name)
    member = rb'"%s"\s*:\s*"([ !#-\[\]-~]{1,100})"' % name
    for pattern in (element, member):
        if hit := re.search(pattern, body[:65536]):
            return hit.group(1).decode("ascii")
    return ""


def anything(texts: Iterable[str]) -> bool:
    """Whether at least one of the texts could be read."""
    return any(texts)
