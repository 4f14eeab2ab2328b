"""Mends a grown tree until its identity constraints hold: keys differ, references point at keys, IDs differ, IDREFs point at IDs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kanhe.schema.choices import Choices, pick
from kanhe.schema.xsd.checks import fits, key
from kanhe.schema.xsd.grower import Grower
from kanhe.schema.xsd.node import NIL, Node
from kanhe.schema.xsd.plan import Complex, Identity, Name, Path, Plan, Simple
from kanhe.schema.xsd.walk import has_identities, matches

_ROUNDS, _TRIES = 12, 60


class Unmendable(Exception):  # noqa: N818 - another tree may do better
    """An identity constraint could not be made to hold."""

    def __init__(self, identity: Identity | None) -> None:
        self.identity = identity
        super().__init__(identity.name.local if identity else "ID")


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a simple value stands: the text of a node, or one of its attributes."""

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

    def is_at(self, node: Node, attribute: Name | None) -> bool:
        """Whether it is this place."""
        return self.node is node and self.attribute == attribute


class Mender:
    """Mends trees of one plan; a slot at `pinned` keeps its value."""

    def __init__(self, plan: Plan, grower: Grower) -> None:
        self.plan, self.grower = plan, grower
        self.needed = has_identities(plan) or any(_holds_ids(found) for found in plan.types)

    def mend(self, root: Node, choices: Choices, pinned: tuple[Node, Name | None] | None = None) -> None:
        """Raises Unmendable."""
        for _ in range(_ROUNDS):
            worst = None
            for scope in _scopes(root):
                for identity in sorted(scope.element.identities, key=lambda i: i.kind == "keyref"):
                    if not self._holds(identity, scope, choices, pinned):
                        worst = identity
            self._ids(root, choices, pinned)
            if worst is None:
                return
        raise Unmendable(worst)

    def _holds(self, identity: Identity, scope: Node, choices: Choices, pinned: tuple[Node, Name | None] | None) -> bool:
        """Whether it held at first; mended where it did not."""
        rows = [slots for slots in self.rows(identity, scope) if slots is not None]
        if identity.kind == "keyref":
            return self._point(identity, scope, rows, choices, pinned)
        seen: set[Any] = set()
        held = True
        rows.sort(key=lambda row: not any(pinned and slot.is_at(*pinned) for slot in row))
        for row in rows:
            if value_of(row) in seen:
                held = False
                self._differ(identity, row, seen, choices, pinned)
            seen.add(value_of(row))
        return held

    def _differ(self, identity: Identity, row: list[Slot], seen: set[Any], choices: Choices, pinned: tuple[Node, Name | None] | None) -> None:
        free = [s for s in row if not (pinned and s.is_at(*pinned)) and s.node.element.fixed is None]
        for number in range(_TRIES):
            for slot in free:
                slot.put(self._fresh(slot.simple, choices, number))
                if value_of(row) not in seen:
                    return
        raise Unmendable(identity)

    def _fresh(self, simple: Simple, choices: Choices, number: int) -> str:
        """Another value: a drawn one, or, where one is always drawn the same, the next of a list."""
        if simple.values is not None:
            return simple.values[number % len(simple.values)]
        text = self.grower.text_of(simple, choices)
        counted = text[: -len(str(number))] + str(number)
        return counted if number and fits(simple, counted) else text

    def _point(
        self, identity: Identity, scope: Node, rows: list[list[Slot]], choices: Choices, pinned: tuple[Node, Name | None] | None
    ) -> bool:
        targets = [row for target in self._targets(identity, scope) for row in target]
        known = {value_of(row) for row in targets}
        held = True
        for row in rows:
            if value_of(row) in known:
                continue
            held = False
            free = [target for target in targets if all(_takes(slot, other.text) for slot, other in zip(row, target, strict=False))]
            if not free or any(pinned and slot.is_at(*pinned) for slot in row):
                self._follow(identity, row, targets, pinned)
                known = {value_of(target) for target in targets}
                continue
            for slot, other in zip(row, pick(choices, free), strict=False):
                slot.put(other.text)
        return held

    def _follow(self, identity: Identity, row: list[Slot], targets: list[list[Slot]], pinned: tuple[Node, Name | None] | None) -> None:
        """A reference that must stay as it is: the key takes its value; a reference to nothing at all goes, if it may."""
        for target in targets:
            if all(_takes(other, slot.text) for slot, other in zip(row, target, strict=False)):
                for slot, other in zip(row, target, strict=False):
                    other.put(slot.text)
                return
        if not any(self._drop(slot) for slot in row if not (pinned and slot.is_at(*pinned))):
            raise Unmendable(identity)

    def _drop(self, slot: Slot) -> bool:
        found = self.plan.types[slot.node.type]
        if slot.attribute is None or not isinstance(found, Complex):
            return False
        if any(a.name == slot.attribute and a.required for a in found.attributes):
            return False
        del slot.node.attributes[slot.attribute]
        return True

    def _targets(self, identity: Identity, scope: Node) -> Iterator[list[list[Slot]]]:
        """The rows of the key that a keyref points at: of the same element or of elements below."""
        for node in _nodes(scope):
            for other in node.element.identities:
                if other.name == identity.refer and other.kind != "keyref":
                    yield [row for row in self.rows(other, node) if row is not None]

    def rows(self, identity: Identity, scope: Node) -> Iterator[list[Slot] | None]:
        """For each node that the selector finds: its fields; None where one is absent."""
        for node, _ in find(identity.selector, scope):
            slots = [next(self._slots(field, node), None) for field in identity.fields]
            yield [slot for slot in slots if slot is not None] if None not in slots else None

    def _slots(self, path: Path, node: Node) -> Iterator[Slot]:
        for found, attribute in find(path, node):
            slot = self.slot(found, attribute)
            if slot is not None and NIL not in found.attributes:
                yield slot

    def slot(self, node: Node, attribute: Name | None) -> Slot | None:
        """The slot at a place; None where it is absent or not simple."""
        known = self.plan.types[node.type] if node.type >= 0 else None
        if attribute is not None:
            here = next((name for name in node.attributes if matches(attribute, name)), None)
            declared = known.attributes if isinstance(known, Complex) else ()
            return next((Slot(node, a.name, a.type) for a in declared if here is not None and a.name == here), None)
        simple = known if isinstance(known, Simple) else known.simple if known is not None else None
        return None if simple is None else Slot(node, None, simple)

    def _ids(self, root: Node, choices: Choices, pinned: tuple[Node, Name | None] | None) -> None:
        slots = [slot for node in _nodes(root) for slot in self._all_slots(node)]
        seen: set[str] = set()
        for slot in slots:
            if slot.simple.builtin == "ID":
                for number in range(_TRIES):
                    if slot.text not in seen or pinned and slot.is_at(*pinned):
                        break
                    slot.put(self._fresh(slot.simple, choices, number))
                if slot.text in seen:
                    raise Unmendable(None)
                seen.add(slot.text)
        for slot in slots:
            if slot.simple.builtin in ("IDREF", "IDREFS") and not (pinned and slot.is_at(*pinned)):
                fitting = [text for text in sorted(seen) if fits(slot.simple, text)]
                if fitting and any(item not in seen for item in slot.text.split()):
                    slot.put(pick(choices, fitting))
                elif not fitting:
                    self._drop(slot)

    def _all_slots(self, node: Node) -> Iterator[Slot]:
        for attribute in (None, *node.attributes):
            slot = self.slot(node, attribute)
            if slot is not None:
                yield slot


def value_of(row: list[Slot]) -> tuple[Any, ...]:
    """The key sequence that counts."""
    return tuple(key(slot.simple, slot.text) for slot in row)


def _takes(slot: Slot, text: str) -> bool:
    return slot.node.element.fixed is None and fits(slot.simple, text)


def _holds_ids(found: Simple | Complex) -> bool:
    simples = [found] if isinstance(found, Simple) else [found.simple, *(a.type for a in found.attributes)]
    return any(simple is not None and simple.builtin in ("ID", "IDREF", "IDREFS") for simple in simples)


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        if isinstance(child, Node):
            yield from _nodes(child)


def _scopes(root: Node) -> Iterator[Node]:
    """Elements that declare identity constraints, inner ones first."""
    return (node for node in reversed(list(_nodes(root))) if node.element.identities)


def find(path: Path, start: Node) -> Iterator[tuple[Node, Name | None]]:
    """The nodes that a path finds, with the attribute that it asks for."""
    seen: set[int] = set()
    for deep, names, attribute in path.ways:
        here = list(_nodes(start)) if deep else [start]
        for name in names:
            here = [child for node in here for child in node.children if isinstance(child, Node) and matches(name, child.name)]
        for node in here:
            if id(node) not in seen:
                seen.add(id(node))
                yield node, attribute
