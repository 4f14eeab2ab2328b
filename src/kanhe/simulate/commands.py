"""Documents to commands: field names go in, meanings come out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from kanhe.contract.leaf import BadLeaf
from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command
from kanhe.simulate.plan import Group, Parts, Plan, Shape
from kanhe.simulate.timetable import Timetable

STANDARD = Timetable()


def command_of(
    plan: Plan, document: object, *, now: str, without: Collection[int] = (), hours: Timetable = STANDARD
) -> Command:
    """The command that a request is. without: row numbers of a batch that are left out."""
    values, rows = values_of(plan.request, document)
    if not without:
        return Command(operation=plan.contract.operation, values=values, rows=rows, now=now, hours=hours)
    refused = {number: row for number, row in enumerate(rows_at(document, plan.request.list_at)) if number in without}
    rows = tuple(row for number, row in enumerate(rows) if number not in without)
    return Command(operation=plan.contract.operation, values=values, rows=rows, refused=refused, now=now, hours=hours)


def values_of(shape: Shape, document: object) -> tuple[dict[str, Value], tuple[Mapping[str, Value], ...]]:
    """The typed values of a document by meaning, and those of each row; what cannot be read is left out."""
    values = _typed(shape.groups, document)
    if not shape.list_at:
        return values, ()
    rows = rows_at(document, shape.list_at)
    return values, tuple(_typed(shape.row_groups, row) for row in rows)


def rows_at(document: object, parts: Parts) -> list[Any]:
    """The rows of a repeated part; a single one that a codec did not make a list counts as one row."""
    node = node_at(document, parts)
    if node is None:
        return []
    return node if isinstance(node, list) else [node]


def _typed(groups: tuple[Group, ...], document: object) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for parent, members in groups:
        part = node_at(document, parent)
        if not isinstance(part, dict):
            continue
        for name, means, read in members:
            node = part.get(name)
            if node is None:
                continue
            if read is None:
                found[means] = node
                continue
            try:
                found[means] = read(node)
            except BadLeaf:
                continue  # an empty optional element; or a planted defect skips the layout check
    return found


def node_at(document: object, parts: Parts) -> Any:
    """The node at these parts, None where there is none."""
    node: Any = document
    for part in parts:
        if not isinstance(node, dict):
            return None
        node = node.get(part)
    return node
