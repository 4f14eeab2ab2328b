"""Mends a grown tree until its identity constraints hold: keys differ, references point at keys, IDs differ, IDREFs point at IDs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kanhe.schema.choices import Choices, pick
from kanhe.schema.xsd.checks import fits, words
from kanhe.schema.xsd.grower import Grower
from kanhe.schema.xsd.node import Node, nodes
from kanhe.schema.xsd.plan import Complex, Identity, Plan, Simple
from kanhe.schema.xsd.slots import Place, Slot, Slots, value_of
from kanhe.schema.xsd.walk import has_identities

_ROUNDS, _TRIES = 12, 60


class Unmendable(Exception):
    """An identity constraint could not be made to hold; None stands for the uniqueness of IDs."""

    def __init__(self, identity: Identity | None) -> None:
        self.identity = identity
        super().__init__(identity.name.local if identity else "ID")


class Mender:
    """Mends trees of one plan, one at a time."""

    def __init__(self, plan: Plan, grower: Grower) -> None:
        self.plan, self.grower, self.slots = plan, grower, Slots(plan)
        self._has_ids = any(_holds_ids(found) for found in plan.types)
        self.needed = self._has_ids or has_identities(plan)
        self._choices: Choices
        self._pinned: tuple[Place, ...] = ()

    def mend(self, root: Node, choices: Choices, pinned: tuple[Place, ...] = (), *, skip: Identity | None = None) -> None:
        """Make every identity constraint but `skip` hold; what is pinned keeps its value. Raises Unmendable."""
        self._choices, self._pinned = choices, pinned
        for _ in range(_ROUNDS):
            worst: Identity | None = None
            for scope in _scopes(root):
                for identity in sorted(scope.element.identities, key=lambda i: i.kind == "keyref"):
                    if identity is not skip and not (self._point if identity.kind == "keyref" else self._separate)(identity, scope):
                        worst = identity
            if self._has_ids:
                self._mend_ids(root)
            if worst is None:
                return
        raise Unmendable(worst)

    def _is_pinned(self, slot: Slot) -> bool:
        return any(slot.node is node and slot.attribute == attribute for node, attribute in self._pinned)

    def _separate(self, identity: Identity, scope: Node) -> bool:
        """Make keys differ; whether they did already."""
        rows = [row for _, row in self.slots.rows(identity, scope) if row is not None]
        rows.sort(key=lambda row: not any(self._is_pinned(slot) for slot in row))
        seen: set[Any] = set()
        held = True
        for row in rows:
            if value_of(row) in seen:
                held = False
                self._differ(identity, row, seen)
            seen.add(value_of(row))
        return held

    def _differ(self, identity: Identity, row: list[Slot], seen: set[Any]) -> None:
        free = [slot for slot in row if not self._is_pinned(slot) and slot.node.element.fixed is None]
        for number in range(_TRIES):
            for slot in free:
                slot.put(self._fresh(slot.simple, number))
                if value_of(row) not in seen:
                    return
        raise Unmendable(identity)

    def _fresh(self, simple: Simple, number: int) -> str:
        """Another value: a drawn one, or, where the same is drawn again and again, one that counts up."""
        if simple.values is not None:
            return simple.values[number % len(simple.values)]
        text = self.grower.text_of(simple, self._choices)
        counted = text[: -len(str(number))] + str(number)
        return counted if number and fits(simple, counted) else text

    def _point(self, identity: Identity, scope: Node) -> bool:
        """Make references point at keys; whether they did already."""
        targets = [row for node in nodes(scope) for other in node.element.identities
                   if other.name == identity.refer and other.kind != "keyref"
                   for _, row in self.slots.rows(other, node) if row is not None]
        held = True
        for _, row in self.slots.rows(identity, scope):
            if row is None or value_of(row) in {value_of(target) for target in targets}:
                continue
            held = False
            free = [target for target in targets if all(_takes(slot, other.text) for slot, other in zip(row, target, strict=False))]
            if not free or any(self._is_pinned(slot) for slot in row):
                self._follow(identity, row, targets)
                continue
            for slot, other in zip(row, pick(self._choices, free), strict=False):
                slot.put(other.text)
        return held

    def _follow(self, identity: Identity, row: list[Slot], targets: list[list[Slot]]) -> None:
        """A reference that must stay as it is: a key takes its value; a reference to nothing at all goes, if it may."""
        for target in targets:
            pairs = list(zip(row, target, strict=False))
            if all(_takes(other, slot.text) and not self._is_pinned(other) for slot, other in pairs):
                for slot, other in pairs:
                    other.put(slot.text)
                return
        if not any(self.slots.drop(slot) for slot in row if not self._is_pinned(slot)):
            raise Unmendable(identity)

    def _mend_ids(self, root: Node) -> None:
        slots = [slot for node in nodes(root) for slot in self.slots.of(node)]
        seen: set[str] = set()
        for slot in sorted((s for s in slots if s.simple.builtin == "ID"), key=lambda s: not self._is_pinned(s)):
            for number in range(_TRIES):
                if slot.text not in seen or self._is_pinned(slot):
                    break
                slot.put(self._fresh(slot.simple, number))
            if slot.text in seen and not self._is_pinned(slot):
                raise Unmendable(None)
            seen.add(slot.text)
        for slot in slots:
            if slot.simple.builtin not in ("IDREF", "IDREFS"):
                continue
            if self._is_pinned(slot):
                self._answer(slot, slots, seen)
            else:
                fitting = [text for text in sorted(seen) if fits(slot.simple, text)]
                if not fitting:
                    self.slots.drop(slot)
                elif any(item not in seen for item in words(slot.text)):
                    slot.put(pick(self._choices, fitting))

    def _answer(self, slot: Slot, slots: list[Slot], seen: set[str]) -> None:
        """IDs take the values that a reference must keep."""
        free = [other for other in slots if other.simple.builtin == "ID" and not self._is_pinned(other)]
        for item in words(slot.text):
            if item not in seen:
                if not free or not fits(free[0].simple, item):
                    raise Unmendable(None)
                free.pop(0).put(item)
                seen.add(item)


def _takes(slot: Slot, text: str) -> bool:
    return slot.node.element.fixed is None and fits(slot.simple, text)


def _holds_ids(found: Simple | Complex) -> bool:
    simples = [found] if isinstance(found, Simple) else [found.simple, *(a.type for a in found.attributes)]
    return any(simple is not None and simple.builtin in ("ID", "IDREF", "IDREFS") for simple in simples)


def _scopes(root: Node) -> Iterator[Node]:
    """Elements that declare identity constraints, inner ones first."""
    return (node for node in reversed(nodes(root)) if node.element.identities)
