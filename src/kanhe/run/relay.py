"""Events as lines of JSON: from the process that drives a peer to the one that tells. Contracts go by their id, everything else whole."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from decimal import Decimal
from enum import Enum
from typing import Any

from kanhe.model.contract import Catalogue, Contract
from kanhe.model.event import Closed, Event, Found, Progress
from kanhe.model.exchange import Case, Exchange, Message, Moments, Received, Trouble
from kanhe.model.formula import Nameless
from kanhe.model.verdict import Cell, Finding, Promise, Verdict
from kanhe.model.words import Intent, Level, Outcome
from kanhe.run.evidence import as_message

_KINDS = {kind.__name__: kind for kind in (
    Progress, Found, Closed, Finding, Verdict, Cell, Promise, Exchange, Message, Moments, Trouble, Received, Case)}
_NAMES = {kind: (name, tuple(f.name for f in fields(kind))) for name, kind in _KINDS.items()}
_WORDS = {kind.__name__: kind for kind in (Outcome, Level, Intent)}


def packed(event: Event) -> str:
    """An event that a peer's run tells (Progress, Found, Closed) as one line of ASCII without its end."""
    return json.dumps(_node(event), separators=(",", ":"))


def unpacked(line: str, catalogue: Catalogue) -> Event:
    """The event of a line; equal to the one that was packed, with the contracts of this catalogue."""
    return json.loads(line, object_hook=_Reader(catalogue))  # type: ignore[no-any-return]


def _node(value: Any) -> Any:
    """JSON of a value: plain text, numbers, truth and lists are themselves, all else is `{"$kind": …}`."""
    kind = value.__class__
    if value is None or kind in (str, int, bool, float):
        return value
    if kind is list:
        return [_node(item) for item in value]
    if kind in _NAMES:
        name, parts = _NAMES[kind]
        return {f"${name}": [_node(getattr(value, part)) for part in parts]}
    return _tagged(value)


def _tagged(value: Any) -> dict[str, Any]:
    if isinstance(value, Contract):
        return {"$contract": value.id}
    if isinstance(value, Mapping):
        return {"$map": [[key, _node(item)] for key, item in value.items()]}
    if isinstance(value, tuple):
        return {"$tuple": [_node(item) for item in value]}
    if isinstance(value, Enum):
        return {"$word": [type(value).__name__, value.name]}
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, Nameless):
        return {"$nameless": str(value)}
    raise TypeError(f"no line for a {type(value).__name__}")


class _Reader:
    """Makes values of the tagged objects of a line, innermost first."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._made: dict[str, Callable[[Any], Any]] = {
            "$contract": lambda name: catalogue.contracts[name] if name in catalogue.contracts else as_message(catalogue.files[name]),
            "$map": dict,
            "$tuple": tuple,
            "$word": lambda word: _WORDS[word[0]][word[1]],
            "$bytes": base64.b64decode,
            "$decimal": Decimal,
            "$nameless": Nameless,
        }

    def __call__(self, node: dict[str, Any]) -> Any:
        ((tag, value),) = node.items()
        kind = _KINDS.get(tag[1:])
        if kind is None:
            return self._made[tag](value)
        return kind(**dict(zip(_NAMES[kind][1], value, strict=True)))
