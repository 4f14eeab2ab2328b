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
from kanhe.model.document import Document, copy, put
from kanhe.model.formula import Absent, Formula, Scene, Value
from kanhe.model.words import Kind
from kanhe.simulate.commands import node_at
from kanhe.simulate.plan import Leaf, Parts, Shape, Whole

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
    wholes = _wholes(document, shape.wholes, stuff.values)
    for parent, leaves in shape.parts:
        whole = next((at for at in wholes if parent[: len(at)] == at), None)
        if whole is not None:
            _change(document, whole, leaves, stuff)
            continue
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
    if shape.list_at and (stuff.rows or (complete and _required(shape) and not any(shape.list_at[: len(at)] == at for at in wholes))):
        _put_rows(document, shape, stuff, later)
    if len(later) > 1:  # sums come after what they add up, those of a row before those of the message
        later.sort(key=lambda item: (item[0].field.derived is not None, item[2] is None))
    for leaf, path, row, index in later:
        here = scene(document)
        here.row, here.index = row, index
        put(document, path, _computed(leaf, here, stuff))
    return document


def _wholes(document: Document, wholes: Sequence[Whole], values: Mapping[str, Any]) -> list[Parts]:
    """Put the parts that are given as one value; returns where. They are nobody's own yet: see _change."""
    found = []
    for at, means in wholes:
        if isinstance(values.get(means), dict):
            _part(document, at[:-1])[at[-1]] = values[means]
            found.append(at)
    return found


def _change(document: Document, whole: Parts, leaves: Sequence[Leaf], stuff: Stuff) -> None:
    """Set leaves of a part that is there as one value, where a value of their meaning says otherwise; then the part is a copy."""
    for leaf in leaves:
        value = stuff.values.get(leaf.field.means) if leaf.field.means else None
        if value is None:
            continue
        node = write(leaf.field.type, value)
        if node_at(document, leaf.parts) != node:
            _own(document, whole)
            put(document, leaf.path, node)


def _own(document: Document, at: Parts) -> None:
    around = _part(document, at[:-1])
    around[at[-1]] = copy(around[at[-1]])


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
    before = node_at(document, shape.list_at)  # rows of a part that was given as one value keep what is not said anew
    for whole in shape.wholes if before is not None else ():
        if shape.list_at[: len(whole[0])] == whole[0]:
            _own(document, whole[0])
    for index, values in enumerate(stuff.rows):
        row: Document = copy(before[index]) if isinstance(before, list) and index < len(before) else {}
        made.append(_row(row, shape, values, later, index))
    put(document, ".".join(shape.list_at), made)


def _row(
    row: Document, shape: Shape, values: Mapping[str, Value], later: list[tuple[Leaf, str, object, int]], index: int
) -> Document:
    kept = bool(row)
    wholes = _wholes(row, shape.row_wholes, values)
    at = ".".join(shape.list_at)
    for leaf in shape.row:
        means = leaf.field.means
        if any(leaf.parts[: len(whole)] == whole for whole in wholes):
            continue
        if leaf.field.constant is not None:
            _part(row, leaf.parts[:-1])[leaf.parts[-1]] = leaf.field.constant
        elif means in values and values[means] is not None:
            _part(row, leaf.parts[:-1])[leaf.parts[-1]] = write(leaf.field.type, values[means])
        elif leaf.wanted and not (kept and node_at(row, leaf.parts) is not None):
            _part(row, leaf.parts[:-1])[leaf.parts[-1]] = None
            later.append((leaf, f"{at}.{index}.{'.'.join(leaf.parts)}", row, index))
    return row


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
