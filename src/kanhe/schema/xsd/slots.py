"""Places of a tree that hold simple values, and the paths of identity constraints that find them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kanhe.schema.xsd.checks import key
from kanhe.schema.xsd.node import NIL, Node, nodes
from kanhe.schema.xsd.plan import Complex, Identity, Name, Path, Plan, Simple
from kanhe.schema.xsd.walk import matches

Place = tuple[Node, Name | None]
"""A node, and one of its attributes; None is its text."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The text of a node, or one of its attributes, with its type."""

    node: Node
    attribute: Name | None
    simple: Simple

    @property
    def text(self) -> str:
        """The value as it counts."""
        if self.attribute is not None:
            return self.node.attributes[self.attribute]
        return self.node.text or self.node.element.default or self.node.element.fixed or ""

    def put(self, text: str) -> None:
        """Write another value."""
        if self.attribute is not None:
            self.node.attributes[self.attribute] = text
        else:
            self.node.children = [text] if text else []


def value_of(row: list[Slot]) -> tuple[Any, ...]:
    """The key sequence of some fields, as it counts."""
    return tuple(key(slot.simple, slot.text) for slot in row)


class Slots:
    """Finds the slots of trees of one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def rows(self, identity: Identity, scope: Node) -> Iterator[tuple[Node, list[Slot] | None]]:
        """Each node that the selector finds, with its fields; None where one is absent."""
        for node, _ in find(identity.selector, scope):
            found = [next(self._fields(field, node), None) for field in identity.fields]
            row = [slot for slot in found if slot is not None]
            yield node, row if len(row) == len(found) else None

    def _fields(self, path: Path, node: Node) -> Iterator[Slot]:
        for found, attribute in find(path, node):
            slot = self.at(found, attribute)
            if slot is not None and not (found.element.nillable and NIL in found.attributes):
                yield slot

    def at(self, node: Node, attribute: Name | None) -> Slot | None:
        """The slot at a place; None where it is absent or not simple."""
        known = self.plan.types[node.type] if node.type >= 0 else None
        if attribute is not None:
            declared = known.attributes if isinstance(known, Complex) else ()
            return next((Slot(node, a.name, a.type) for a in declared if matches(attribute, a.name) and a.name in node.attributes), None)
        simple = known if isinstance(known, Simple) else known.simple if known is not None else None
        return None if simple is None else Slot(node, None, simple)

    def of(self, node: Node) -> Iterator[Slot]:
        """All slots of a node."""
        for attribute in (None, *node.attributes):
            slot = self.at(node, attribute)
            if slot is not None:
                yield slot

    def drop(self, slot: Slot) -> bool:
        """Take the attribute away if it may be absent; whether that was done."""
        found = self.plan.types[slot.node.type]
        declared = found.attributes if isinstance(found, Complex) else ()
        if slot.attribute is None or any(a.name == slot.attribute and a.required for a in declared):
            return False
        del slot.node.attributes[slot.attribute]
        return True


def find(path: Path, start: Node) -> Iterator[tuple[Node, Name | None]]:
    """The nodes that a path finds, with the attribute that it asks for."""
    seen: set[int] = set()
    for deep, names, attribute in path.ways:
        here = nodes(start) if deep else [start]
        for name in names:
            here = [child for node in here for child in node.children if isinstance(child, Node) and matches(name, child.name)]
        for node in here:
            if id(node) not in seen:
                seen.add(id(node))
                yield node, attribute
