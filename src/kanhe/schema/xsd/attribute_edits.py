"""Edits of attributes: absent, unknown, wrong."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.schema.choices import pick
from kanhe.schema.xsd.checks import same
from kanhe.schema.xsd.grower import foreign_space
from kanhe.schema.xsd.node import FOREIGN
from kanhe.schema.xsd.plan import Attribute, Complex, Name, Wildcard
from kanhe.schema.xsd.values import Values
from kanhe.schema.xsd.workshop import Edit, Owed, Piece, Pin, Vacuous, Workshop


def of_attribute(attribute: Attribute, values: Values) -> Iterator[Owed]:
    """What one attribute obliges to."""
    path, at = f"/@{attribute.name}", attribute.at
    if attribute.required:
        yield path, "use=required", False, at, (_without(attribute.name),)
    else:
        yield path, "use=optional", True, at, (_without(attribute.name),)
    if attribute.fixed is not None:
        yield path, f"fixed={attribute.fixed}", True, at, (add(attribute.name, attribute.fixed),)
        yield path, f"fixed={attribute.fixed}", False, at, (_other_than(attribute),)
        return
    for limit, texts, valid in values.of(attribute.type):
        drawn = [_drawn(attribute)] if valid and limit.edge is attribute.type else []
        yield path, limit.name, valid, limit.at if limit.at.file else at, (*(add(attribute.name, text) for text in texts), *drawn)


def of_type(found: Complex) -> Iterator[Owed]:
    """What a type's attributes as a whole oblige to."""
    if found.any_attribute is None or found.any_attribute.process == "strict" or not found.any_attribute.admits(""):
        yield "", "attributes", False, found.at, (_unknown(found),)
    if found.any_attribute is not None:
        yield from _of_wildcard(found.any_attribute)


def _of_wildcard(wildcard: Wildcard) -> Iterator[Owed]:
    if wildcard.process != "strict":
        space = foreign_space(wildcard)
        if space:
            yield "", "anyAttribute", True, wildcard.at, (add(Name(space, "foreign"), "1"),)
    elif wildcard.attributes:
        yield "", "anyAttribute", True, wildcard.at, (_global(wildcard),)


def _global(wildcard: Wildcard) -> Edit:
    def edit(work: Workshop, piece: Piece) -> Pin:
        known = work.plan.attributes[pick(piece.choices, wildcard.attributes)]
        value = known.fixed if known.fixed is not None else work.grower.text_of(known.type, piece.choices)
        piece.node.attributes[known.name] = value
        return ((piece.node, known.name),)

    return edit


def add(name: Name, value: str) -> Edit:
    """Write an attribute."""

    def edit(work: Workshop, piece: Piece) -> Pin:
        piece.node.attributes[name] = value
        return ((piece.node, name),)

    return edit


def _drawn(attribute: Attribute) -> Edit:
    """Wildcard value, which identity constraints may still change."""

    def edit(work: Workshop, piece: Piece) -> Pin:
        piece.node.attributes[attribute.name] = work.grower.text_of(attribute.type, piece.choices)
        return ()

    return edit


def _without(name: Name) -> Edit:
    def edit(work: Workshop, piece: Piece) -> Pin:
        if (piece.node.type, name) in work.grower.needs.attributes:
            raise Vacuous("唯一性或引用约束要用到它")
        piece.node.attributes.pop(name, None)
        return ((piece.node, name),)

    return edit


def _other_than(attribute: Attribute) -> Edit:
    def edit(work: Workshop, piece: Piece) -> Pin:
        for _ in range(20):
            other = work.grower.text_of(attribute.type, piece.choices)
            if not same(attribute.type, other, attribute.fixed or ""):
                piece.node.attributes[attribute.name] = other
                return ((piece.node, attribute.name),)
        raise Vacuous("没有别的值")

    return edit


def _unknown(found: Complex) -> Edit:
    """An attribute that neither the type nor its wildcard admits."""

    barred = found.any_attribute is not None and found.any_attribute.process != "strict" and found.any_attribute.admits(FOREIGN)

    def edit(work: Workshop, piece: Piece) -> Pin:
        name = Name("" if barred else FOREIGN if found.attributes else "", "unknown")
        piece.node.attributes[name] = "1"
        return ((piece.node, name),)

    return edit
