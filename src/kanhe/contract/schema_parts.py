"""The small pieces that the JSON Schema of contract files is built from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kanhe.model.words import ReplyClass

Schema = dict[str, Any]
CLASSES = [c.value for c in ReplyClass]
SCALAR: Schema = {"type": ["string", "number", "boolean"]}
FLAG: Schema = {"enum": ["yes", "no", "true", "false", True, False]}
NUMBER: Schema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[0-9]*\.?[0-9]*$"}]}
TEXTS: Schema = {"anyOf": [SCALAR, {"type": "array", "items": SCALAR}]}
FREE: Schema = {"type": ["object", "null"]}


def ref(name: str) -> Schema:
    """A reference to a definition."""
    return {"$ref": f"#/$defs/{name}"}


def words(*choices: str) -> Schema:
    """One of some words."""
    return {"enum": list(choices)}


def each(schema: Schema) -> Schema:
    """A mapping of any keys."""
    return {"type": ["object", "null"], "additionalProperties": schema}


def many(schema: Schema) -> Schema:
    """A list."""
    return {"type": ["array", "null"], "items": schema}


def mapping(keys: Iterable[str], known: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    """A mapping with just these keys; what `known` says nothing about is one text."""
    return {"type": "object", "properties": {k: known.get(k, SCALAR) for k in keys}, "required": list(required),
            "additionalProperties": False}
