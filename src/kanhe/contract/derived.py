"""In which order the fields are worked out that are computed from others of their message."""

from __future__ import annotations

from collections.abc import Iterable

from kanhe.model.contract import Field


def in_turn(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Those of a request that are derived: those of rows first, and each after those that it reads; of a circle, as declared."""
    left = sorted((f for f in fields if f.derived is not None), key=lambda f: "[]" not in f.path)
    found = list[Field]()
    while left:
        reads = {id(f): read_by(f) for f in left}
        first = next((f for f in left if not any(o is not f and _within(o.path, reads[id(f)]) for o in left)), left[0])
        left.remove(first)
        found.append(first)
    return tuple(found)


def read_by(field: Field) -> frozenset[str]:
    """The paths of a request that a derived field of it is computed from."""
    head = field.path.partition("[]")[0]
    return frozenset(whole(path, head) for path in field.derived.paths) if field.derived is not None else frozenset()


def whole(path: str, head: str) -> str:
    """`row.Amt` -> `body.list[].Amt`, `request.body.No` -> `body.No`. head: the list that the row is of."""
    return f"{head}[].{path.removeprefix('row.')}" if path.startswith("row.") else path.removeprefix("request.")


def _within(path: str, read: Iterable[str]) -> bool:
    """Whether a field is one of those that are read, or lies in one of them."""
    return any(path == one or path.startswith((f"{one}.", f"{one}[")) for one in read)
