"""What an event of another system is told, worked out from what was done here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanhe.contract.leaf import write
from kanhe.model.contract import FieldType
from kanhe.model.document import Document, copy, put
from kanhe.model.formula import Absent, Formula, Scene
from kanhe.model.linkage import Rows


def made_of(values: Mapping[str, Formula | Rows], types: Mapping[str, FieldType], scene: Scene) -> Document:
    """The event's request: leaves, whole parts, and lists row by row, at their paths. types: of its leaves. Raises Absent, ArithmeticError
    or BadLeaf where a value cannot be told."""
    made: Document = {}
    for path, told in values.items():
        put(made, path, _rows(path, told, types, scene) if isinstance(told, Rows) else _node(types.get(path), told, scene))
    return made


def _rows(path: str, told: Rows, types: Mapping[str, FieldType], scene: Scene) -> list[Document]:
    inside = {place.removeprefix(f"{path}."): kind for place, kind in types.items() if place.startswith(f"{path}.")}
    return [made_of(told.columns, inside, scene.at(row=row, index=index)) for index, row in enumerate(_listed(told, scene))]


def _listed(told: Rows, scene: Scene) -> list[Any]:
    found = told.rows(scene)
    if not isinstance(found, list | tuple):
        raise Absent(told.rows.text)
    return list(found)


def _node(kind: FieldType | None, told: Formula, scene: Scene) -> Any:
    """A leaf, or a whole part or list, which stays as it is."""
    value = told(scene)
    if kind is not None:
        return write(kind, value)  # type: ignore[arg-type]
    if not isinstance(value, dict | list):
        raise Absent(told.text)
    return copy(value)
