"""Values to documents: meanings go in, a document with every field that the contract asks for comes out.

A field gets its text from the first of: what the caller has put (outcome codes, echo), the contract's constant, the
value of its meaning, the clock, the counter, its `derived` or `fresh` formula, and, where it is required, a plain
value of its type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kanhe.contract.draw import Draw
from kanhe.contract.leaf import write
from kanhe.contract.values import moment, ordinary
from kanhe.model.contract import FieldType
from kanhe.model.document import Document, put
from kanhe.model.formula import Absent, Formula, Scene, Value
from kanhe.model.words import Kind
from kanhe.simulate.plan import Leaf, Parts, Shape

_CLOCK = {"send_date": slice(0, 8), "send_time": slice(8, 14), "send_moment": slice(0, 14)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuff:
    """What a document is made of. given: path -> node, already in wire form. complete: fill required fields too.

    now: yyyyMMddHHmmss; draw: where new values come from.
    """

    values: Mapping[str, Value]
    rows: Sequence[Mapping[str, Value]] = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    complete: bool = True
    now: str = ""
    draw: Draw = field(default_factory=Draw)


def compose(shape: Shape, stuff: Stuff, scene: Callable[[Document], Scene]) -> Document:
    """One document. scene: the scene in which `derived` and `fresh` formulas see the document made so far."""
    document: Document = {}
    later: list[tuple[Leaf, str, object, int]] = []
    given, complete = stuff.given, stuff.complete
    for parent, leaves in shape.parts:
        part: Document | None = None
        for leaf in leaves:
            node = given.get(leaf.path)
            if node is None:
                node = leaf.field.constant if leaf.field.constant is not None else _meant(leaf, stuff)
            if node is None:
                if not (leaf.field.always or (complete and leaf.wanted)):
                    continue
                later.append((leaf, leaf.path, None, 0))
            if part is None:
                part = _part(document, parent)
            part[leaf.parts[-1]] = node
    if shape.list_at and (stuff.rows or (complete and _required(shape))):
        _put_rows(document, shape, stuff, later)
    for leaf, path, row, index in later:
        here = scene(document)
        here.row, here.index = row, index
        put(document, path, _computed(leaf, here, stuff))
    return document


def _part(document: Document, parts: Parts) -> Document:
    for part in parts:
        document = document.setdefault(part, {})
    return document


def counted(kind: FieldType, *, now: str, number: int) -> str:
    """A serial that fits the type: the counter, with the time of day in front where there is room for it."""
    width = kind.min_length if kind.min_length == kind.max_length else min(kind.max_length or 12, 20)
    tail = str(number)
    if width >= 12:
        tail = now[8:14] + str(number).rjust(6, "0")
    return tail.rjust(kind.min_length or 1, "0")[-width:]


def _meant(leaf: Leaf, stuff: Stuff) -> Any:
    """What the meaning of a field gives for it, None for nothing."""
    described = leaf.field
    means = described.means
    if not means:
        return None
    value = stuff.values.get(means)
    if value is not None:
        return value if leaf.as_is and isinstance(value, str) else write(described.type, value)
    if means in _CLOCK:
        return moment(described.type, stuff.now) if described.type.kind in _TIMES else stuff.now[_CLOCK[means]]
    if means == "serial" and stuff.complete:
        return counted(described.type, now=stuff.now, number=stuff.draw.counter.next())
    return None


_TIMES = (Kind.DATE, Kind.TIME, Kind.MOMENT)


def _required(shape: Shape) -> bool:
    return shape.bare or any(leaf.field.required for leaf in shape.row)


def _put_rows(document: Document, shape: Shape, stuff: Stuff, later: list[tuple[Leaf, str, object, int]]) -> None:
    made: list[Any] = []
    at = ".".join(shape.list_at)
    for index, values in enumerate(stuff.rows):
        row: Document = {}
        for leaf in shape.row:
            means = leaf.field.means
            if leaf.field.constant is not None:
                _part(row, leaf.parts[:-1])[leaf.parts[-1]] = leaf.field.constant
            elif means in values and values[means] is not None:
                _part(row, leaf.parts[:-1])[leaf.parts[-1]] = write(leaf.field.type, values[means])
            elif leaf.wanted:
                _part(row, leaf.parts[:-1])[leaf.parts[-1]] = None
                later.append((leaf, f"{at}.{index}.{'.'.join(leaf.parts)}", row, index))
        made.append(row)
    put(document, at, made)


def _computed(leaf: Leaf, scene: Scene, stuff: Stuff) -> Any:
    for formula in (leaf.field.derived, leaf.field.fresh):
        value = _asked(formula, scene)
        if value is not None:
            return write(leaf.field.type, value)
    return ordinary(leaf.field.type, stuff.draw, stuff.now)


def _asked(formula: Formula | None, scene: Scene) -> Any:
    if formula is None:
        return None
    try:
        return formula(scene)
    except Absent:
        return None
