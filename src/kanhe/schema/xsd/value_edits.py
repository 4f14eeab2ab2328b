"""Edits of values: texts at and beyond limits, fixed and default values, nil."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.schema.xsd.checks import same
from kanhe.schema.xsd.child_edits import untouched
from kanhe.schema.xsd.node import NIL, Node
from kanhe.schema.xsd.plan import Element, Simple
from kanhe.schema.xsd.values import Values
from kanhe.schema.xsd.workshop import Edit, Owed, Piece, Pin, Vacuous, Workshop


def of_value(element: Element, simple: Simple, values: Values) -> Iterator[Owed]:
    """What the limits of an element's simple type oblige to."""
    for limit, texts, valid in values.of(simple):
        at = limit.at if limit.at.file else element.at  # a built-in type stands nowhere
        yield "", limit.name, valid, at, (*map(_limited, texts), *([untouched] if valid and limit.edge is simple else []))


def _limited(value: str) -> Edit:
    def edit(work: Workshop, piece: Piece) -> Pin:
        if not value and piece.node.element.default is not None:
            raise Vacuous("空元素取缺省值")
        put(piece.node, value)
        return ((piece.node, None),)

    return edit


def put(node: Node, value: str) -> None:
    """Make the node hold a text and nothing else."""
    node.attributes.pop(NIL, None)
    node.children = [value] if value else []


def of_element(element: Element, simple: Simple | None) -> Iterator[Owed]:
    """What fixed, default and nillable oblige to."""
    if element.fixed is not None:
        yield "", f"fixed={element.fixed}", True, element.at, (_written(element.fixed),)
        yield "", f"fixed={element.fixed}", True, element.at, (_written(""),)
        yield "", f"fixed={element.fixed}", False, element.at, (_other_than(element.fixed, simple),)
    if element.default is not None:
        yield "", f"default={element.default}", True, element.at, (_written(""),)
    if element.nillable and element.fixed is None:
        yield "", "nillable=true", True, element.at, (_nil(content=False),)
        yield "", "nillable=true, with content", False, element.at, (_nil(content=True),)
    else:
        yield "", "nillable=false", False, element.at, (_wrongly_nil,)


def _written(value: str) -> Edit:
    def edit(work: Workshop, piece: Piece) -> Pin:
        put(piece.node, value)
        return ((piece.node, None),)

    return edit


def _other_than(fixed: str, simple: Simple | None) -> Edit:
    def edit(work: Workshop, piece: Piece) -> Pin:
        if simple is None:
            put(piece.node, f"{fixed}X")
            return ()
        for _ in range(20):
            other = work.grower.text_of(simple, piece.choices)
            if other and not same(simple, other, fixed):
                put(piece.node, other)
                return ((piece.node, None),)
        raise Vacuous("没有别的值")

    return edit


def _nil(*, content: bool) -> Edit:
    def edit(work: Workshop, piece: Piece) -> Pin:
        piece.node.attributes[NIL] = "true"
        if not content:
            piece.node.children = []
        elif not piece.node.children:
            raise Vacuous("没有内容")
        return ((piece.node, None),)

    return edit


def _wrongly_nil(work: Workshop, piece: Piece) -> Pin:
    """Nil where that is not allowed; the content stays, so that nothing else is wrong."""
    piece.node.attributes[NIL] = "true"
    return ((piece.node, None),)
