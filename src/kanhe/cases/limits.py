"""The largest amount that is still right, to the fen: found by halving, whatever the promise is made of (balance, holds, fees, caps)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kanhe.cases.deviate import Deviation, deviate
from kanhe.cases.fill import Pen
from kanhe.cases.sorting import Sorted
from kanhe.cases.table import Table
from kanhe.contract.leaf import BadLeaf, read, write
from kanhe.model.contract import Field
from kanhe.model.document import Document, get, spread

MOST_DOUBLINGS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """most: the request about the largest right amount. beyond: about a fen more. why: what speaks against that."""

    most: Document
    beyond: Document
    why: Sorted


def limit(table: Table, pen: Pen, request: Document, field: Field) -> Limit | None:
    """Where this amount of a request that is right, or right about a fen, ends to be right; None where nothing but the type sets an end.

    Takes it that what is too much stays so when it is more.
    """
    low = next((fen for fen in (fen_of(pen, request, field), 1) if fen is not None and _right(table, pen, request, field, fen)), None)
    if low is None:
        return None
    high, beyond = low, None
    for _ in range(MOST_DOUBLINGS):
        low, high = high, 2 * high + 1
        if about(pen, request, field, high) is None:
            return None
        beyond = _against(table, pen, request, field, high)
        if beyond is not None:
            break
    if beyond is None:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        found = _against(table, pen, request, field, middle)
        low, high, beyond = (middle, high, beyond) if found is None else (low, middle, found)
    most, more = about(pen, request, field, low), about(pen, request, field, high)
    if most is None or more is None or not (beyond.refused_by or beyond.breach not in ("", "*")):
        return None
    return Limit(most=most, beyond=more, why=beyond)


def fen_of(pen: Pen, request: Document, field: Field) -> int | None:
    """The amount of the request (of its first row, in a list) in fen, None where it is no amount."""
    try:
        return int(Decimal(str(read(field.type, get(request, _place(request, field)), pen.contract.party.wire.charset))) * 100)
    except (BadLeaf, ArithmeticError):
        return None


def about(pen: Pen, request: Document, field: Field, fen: int) -> Document | None:
    """The request about this many fen (in its first row, in a list); None where the type has no room for that."""
    try:
        node = write(field.type, Decimal(fen).scaleb(-2))
        read(field.type, node, pen.contract.party.wire.charset)
    except (BadLeaf, ArithmeticError, ValueError):
        return None
    return deviate(pen, request, Deviation(path=_place(request, field), node=node, note="", sort="boundary"))


def _place(request: Document, field: Field) -> str:
    """Where the field stands in the request; of a list, in its first row."""
    return next((path for path, _ in spread(request, field.path)), field.path)


def _right(table: Table, pen: Pen, request: Document, field: Field, fen: int) -> bool:
    document = about(pen, request, field, fen)
    return document is not None and table.sort(pen.contract, document, pen.books).fine


def _against(table: Table, pen: Pen, request: Document, field: Field, fen: int) -> Sorted | None:
    """What speaks against this many fen, None where nothing does."""
    document = about(pen, request, field, fen)
    found = table.sort(pen.contract, document, pen.books) if document is not None else None
    return None if found is None or found.fine else found
