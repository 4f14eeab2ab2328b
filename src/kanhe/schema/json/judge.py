"""jsonschema-rs: its opinion of messages, and its canonical form of schemas. Home of jsonschema-rs for generation.

The canonical form is why our own generator can be small: `allOf`, `if`, `oneOf`, `not`, `unevaluatedProperties`, `dependentRequired` …
are merged away where that is possible, exactly, in Rust.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import jsonschema_rs
from jsonschema_rs import CanonicalSchema, canonical

Pointer = tuple[str, ...]
"""The parts of a JSON pointer."""
Canonical = CanonicalSchema
View = canonical.CanonicalViewType
views = canonical


@dataclass(frozen=True, slots=True)
class Fault:
    """What jsonschema-rs says: where in the message, which keyword at which place of the schema, and the sentence.

    branches: for a keyword of alternatives, the faults of each branch.
    """

    instance: Pointer
    keyword: Pointer
    message: str
    branches: tuple[tuple[Fault, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Judge:
    """A compiled schema."""

    validator: Any

    def admits(self, message: bytes, charset: str = "utf-8") -> bool:
        """Whether the message is valid."""
        return bool(self.validator.is_valid(read(message, charset)))

    def fits(self, value: Any) -> bool:
        """Whether the value is valid."""
        return bool(self.validator.is_valid(value))

    def faults(self, message: bytes, charset: str = "utf-8") -> list[Fault]:
        """Everything that is wrong with a message."""
        return [_fault(error) for error in self.validator.iter_errors(read(message, charset))]


def _fault(error: Any) -> Fault:
    branches = getattr(error.kind, "context", None) or ()
    return Fault(_pointer(error.instance_path), _pointer(error.schema_path), error.message,
                 tuple(tuple(_fault(inner) for inner in branch) for branch in branches))


def _pointer(parts: Any) -> Pointer:
    return tuple(str(part) for part in parts)


def read(message: bytes, charset: str = "utf-8") -> Any:
    """The data of a message with exact numbers."""
    return json.loads(message.decode(charset), parse_float=Decimal)


def compile_judge(schema: Any) -> Judge:
    """The judge of a schema; raises ValueError with jsonschema-rs's words where it is none."""
    try:
        return Judge(jsonschema_rs.Draft202012Validator(schema, validate_formats=True))
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
        raise ValueError(str(error).splitlines()[0]) from None


def canonicalized(schema: Any) -> Canonical:
    """The canonical form; raises ValueError where there is none."""
    try:
        return jsonschema_rs.canonicalize(schema, draft=jsonschema_rs.Draft202012, validate_formats=True)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, canonical.CanonicalizationError) as error:
        raise ValueError(str(error).splitlines()[0]) from None


def met(one: Canonical, other: Canonical) -> Canonical | None:
    """What both admit; None where the canonical form cannot say."""
    try:
        return one.intersect(other)
    except canonical.CanonicalizationError:
        return None


def unsatisfiable(schema: Any) -> Iterator[Pointer]:
    """Places of subschemas that admit nothing although they are not written as `false`."""
    for pointer, why in canonical.find_unsatisfiable(schema, draft=jsonschema_rs.Draft202012, validate_formats=True).items():
        if not isinstance(why, canonical.UnsatisfiableReason.Literal):
            yield tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])
