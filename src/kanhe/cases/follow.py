"""What a sender works out from a field: change the field, and these change with it, as in a message about another thing."""

from __future__ import annotations

from kanhe.cases.fill import Pen
from kanhe.contract.issued import request_paths
from kanhe.contract.leaf import BadLeaf, write
from kanhe.model.contract import Contract, Field
from kanhe.model.document import Document, get, put
from kanhe.model.formula import Absent

_FOLLOWERS: dict[tuple[int, str], tuple[Contract, tuple[Field, ...]]] = {}  # worked out once per contract and path


def follow(pen: Pen, document: Document, path: str) -> None:
    """Work out anew, in place, every field whose `fresh` reads the (concrete) path, directly or through another such field."""
    number, whole = _place(path)
    for field in followers(pen.contract, whole):
        head, mark, column = field.path.partition("[].")
        if not mark:
            _renew(pen, field, document, field.path, document, None, 0)
            continue
        rows = get(document, head)
        for index, row in enumerate(rows if isinstance(rows, list) else ()):
            if index == number or not whole.startswith(f"{head}[]."):
                _renew(pen, field, row, column, document, row, index)


def followers(contract: Contract, path: str) -> tuple[Field, ...]:
    """The fields that follow a path (with []), in the order of the contract."""
    known = _FOLLOWERS.get((id(contract), path))
    if known is None or known[0] is not contract:
        known = _FOLLOWERS[id(contract), path] = contract, _found(contract, path)
    return known[1]


def _found(contract: Contract, path: str) -> tuple[Field, ...]:
    changed, found = {path}, list[Field]()
    for field in contract.request:
        if field.fresh is None or field.constant is not None or field.path in changed:
            continue
        if request_paths(field.fresh.paths, f"request.{field.path.partition('[]')[0]}") & changed:
            changed.add(field.path)
            found.append(field)
    return tuple(found)


def _place(path: str) -> tuple[int, str]:
    """`body.list.1.Amt` -> (1, 'body.list[].Amt'); -1 outside lists."""
    parts, number = path.split("."), -1
    for i, part in enumerate(parts):
        if part.isascii() and part.isdigit():
            number = int(part)
            parts[i - 1] += "[]"
    return number, ".".join(part for part in parts if not (part.isascii() and part.isdigit()))


def _renew(pen: Pen, field: Field, holder: Document, path: str, document: Document, row: object, index: int) -> None:
    try:
        put(holder, path, write(field.type, pen.fresh(field, document, row, index)))
    except (Absent, BadLeaf, ArithmeticError, ValueError, TypeError):
        return
