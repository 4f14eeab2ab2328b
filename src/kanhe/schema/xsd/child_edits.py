"""Edits of one element in its parent: absent, too many, by another name, abstract, of a wrong type."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace

from kanhe.schema.xsd.node import FOREIGN, TYPE, Node
from kanhe.schema.xsd.plan import Complex, Element, Group, Name, Particle, Plan
from kanhe.schema.xsd.walk import Step
from kanhe.schema.xsd.workshop import Edit, Owed, Piece, Pin, Vacuous, Workshop

_MANY = 12  # occurrences where there is no limit
MOST = 2_000  # a limit above this is not tried


def of_child(step: Step) -> Iterator[Owed]:
    """What the place of an element in its parent obliges to. What a repeated group allows is the group's affair."""
    particle, at = step.chain[-1], step.element.at
    low, high = particle.low, particle.high
    inner = step.chain[-2].term if len(step.chain) > 1 else None
    if low and not (isinstance(inner, Group) and inner.kind == "choice"):
        yield "", f"minOccurs={low}", False, at, (_fewer, _fewer_among(step))
    if low > 1:
        yield "", f"minOccurs={low}", True, at, (untouched,)
    if not low:
        yield "", "minOccurs=0", True, at, (_none,)
    if high is None:
        yield "", "maxOccurs=unbounded", True, at, (_repeat(_MANY),)
    elif high <= MOST and all(part.high == 1 for part in step.chain[:-1]):
        if high > 1:
            yield "", f"maxOccurs={high}", True, at, (_repeat(high),)
        yield "", f"maxOccurs={high}", False, at, (_repeat(high + 1),)
    yield "", "name", False, at, (_renamed(_other_case),)
    yield "", "namespace", False, at, (_renamed(_other_space),)


def untouched(work: Workshop, piece: Piece) -> Pin:
    """The tree as it has grown."""
    return ()


def _none(work: Workshop, piece: Piece) -> Pin:
    """The element is absent, which is allowed."""
    if piece.node.particle in work.grower.needs.particles:
        raise Vacuous("唯一性或引用约束要用到它")
    piece.parent.children = [c for c in piece.parent.children if not isinstance(c, Node) or c.particle is not piece.node.particle]
    return ()


def _fewer(work: Workshop, piece: Piece) -> Pin:
    piece.parent.children.remove(piece.node)
    return ()


def _fewer_among(step: Step) -> Edit:
    """The element is absent where a neighbour of the same group is present: an optional group cannot go as a whole."""
    groups = [part.term for part in step.chain[:-1] if isinstance(part.term, Group)]

    def edit(work: Workshop, piece: Piece) -> Pin:
        others = [part for group in reversed(groups) for part in group.parts if part is not step.chain[-1]]
        if not others:
            raise Vacuous("没有同组的元素")
        forced = frozenset((*step.chain, *others[:1]))
        piece.parent.children = [c for c in work.grower.children(piece.choices, piece.parent, forced)
                                 if not isinstance(c, Node) or c.particle is not step.chain[-1]]
        return ()

    return edit


def _repeat(count: int) -> Edit:
    def edit(work: Workshop, piece: Piece) -> Pin:
        siblings = piece.parent.children
        place = siblings.index(piece.node)
        there = sum(isinstance(c, Node) and c.particle is piece.node.particle for c in siblings)
        if count < there:
            raise Vacuous("已经更多")
        siblings[place:place] = [copied(piece.node) for _ in range(count - there)]
        return ()

    return edit


def copied(node: Node) -> Node:
    """The same tree once more."""
    found = copy(node)
    found.attributes = dict(node.attributes)
    found.children = [copied(child) if isinstance(child, Node) else child for child in node.children]
    return found


def _renamed(change: Callable[[Name], Name]) -> Edit:
    def edit(work: Workshop, piece: Piece) -> Pin:
        name = change(piece.node.element.name)
        if name == piece.node.element.name:
            raise Vacuous("名字没有大小写之分")
        piece.node.element = replace(piece.node.element, name=name)
        return ()

    return edit


def _other_case(name: Name) -> Name:
    return Name(name.space, name.local.swapcase())


def _other_space(name: Name) -> Name:
    return Name("" if name.space else FOREIGN, name.local)


def of_type(plan: Plan, step: Step) -> Iterator[Owed]:
    """What abstract elements and types, and xsi:type, oblige to."""
    declared = step.chain[-1].term if step.chain else step.element
    if isinstance(declared, Element) and declared.abstract and declared.stands and plan.elements[declared.stands[0]] is step.element:
        yield "", f"abstract element {declared.name}", False, declared.at, (_as(declared),)
    found = plan.types[step.element.type]
    if step.type != step.element.type and isinstance(found, Complex) and found.abstract:
        yield "", f"abstract type {found.name}", False, found.at, (_untyped,)
    if step.type == step.element.type:
        yield "", "xsi:type", False, step.element.at, (_typed,)


def _as(element: Element) -> Edit:
    def edit(work: Workshop, piece: Piece) -> Pin:
        piece.node.element = element
        return ()

    return edit


def _untyped(work: Workshop, piece: Piece) -> Pin:
    piece.node.attributes.pop(TYPE, None)
    return ()


def _typed(work: Workshop, piece: Piece) -> Pin:
    """A type that there is not."""
    piece.node.attributes[TYPE] = "NoSuchType"
    return ()


def inside(part: Particle) -> frozenset[Particle]:
    """The particle and all below it."""
    found = {part}
    if isinstance(part.term, Group):
        for inner in part.term.parts:
            found |= inside(inner)
    return frozenset(found)
