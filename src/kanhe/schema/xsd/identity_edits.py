"""Edits against identity constraints: two keys alike, a key without a field, a reference to nothing."""

from __future__ import annotations

from kanhe.schema.xsd.checks import fits
from kanhe.schema.xsd.child_edits import copied
from kanhe.schema.xsd.node import Node
from kanhe.schema.xsd.plan import Complex, Identity, Name
from kanhe.schema.xsd.slots import Slot, value_of
from kanhe.schema.xsd.workshop import Edit, Piece, Pin, Vacuous, Workshop

_TRIES = 60


def twice(identity: Identity, scope: int, selected: int) -> Edit:
    """What the selector found stands there twice. scope, selected: where on the route the constraint is declared, and what it found."""

    def edit(work: Workshop, piece: Piece) -> Pin:
        node, parent = piece.trail[selected], piece.trail[selected - 1]
        particle, siblings = node.particle, parent.children
        if selected == scope or particle is None or particle.high == 1:
            raise Vacuous("被选中的元素只能出现一次")
        row = _row(work, identity, piece.trail[scope], node, piece)
        there = [child for child in siblings if isinstance(child, Node) and child.particle is particle]
        if particle.high is not None and len(there) >= particle.high:
            siblings.remove(next(child for child in there if child is not node))
        again = copied(node)
        siblings.insert(siblings.index(node) + 1, again)
        other = _row(work, identity, piece.trail[scope], again, piece)
        return tuple((slot.node, slot.attribute) for slot in (*row, *other))

    return edit


def dangling(identity: Identity, scope: int, selected: int) -> Edit:
    """A reference to a key that there is not."""

    def edit(work: Workshop, piece: Piece) -> Pin:
        row = _row(work, identity, piece.trail[scope], piece.trail[selected], piece)
        known = {value_of(other) for _, other in work.mender.slots.rows(identity, piece.trail[scope]) if other is not None}
        for slot in row:
            for _ in range(_TRIES):
                before = slot.text
                slot.put(work.grower.text_of(slot.simple, piece.choices))
                if value_of(row) not in known and fits(slot.simple, slot.text):
                    return tuple((s.node, s.attribute) for s in row)
                slot.put(before)
        raise Vacuous("没有别的值")

    return edit


def fieldless(identity: Identity, scope: int, selected: int) -> Edit:
    """A field of a key is absent, though its type would allow it."""

    def edit(work: Workshop, piece: Piece) -> Pin:
        node = piece.trail[selected]
        for slot in _row(work, identity, piece.trail[scope], node, piece):
            if work.mender.slots.drop(slot):
                return ((slot.node, slot.attribute),)
            if slot.attribute is None and slot.node.particle is not None and slot.node.particle.low == 0 and slot.node in node.children:
                node.children.remove(slot.node)
                return ()
        raise Vacuous("键的字段都必填")

    return edit


def _row(work: Workshop, identity: Identity, scope: Node, selected: Node, piece: Piece) -> list[Slot]:
    """The fields of a selected node; attributes that are absent are written first."""
    _fill(work, identity, selected, piece)
    for node, row in work.mender.slots.rows(identity, scope):
        if node is selected and row is not None:
            return row
    raise Vacuous("字段不全")


def _fill(work: Workshop, identity: Identity, node: Node, piece: Piece) -> None:
    found = work.plan.types[node.type]
    declared = {a.name: a for a in found.attributes} if isinstance(found, Complex) else {}
    for field in identity.fields:
        for _, names, attribute in field.ways:
            if not names and isinstance(attribute, Name) and attribute in declared and attribute not in node.attributes:
                node.attributes[attribute] = work.grower.text_of(declared[attribute].type, piece.choices)
