"""Amounts at which a declared rounding tips over: half a fen, after an even fen and after an odd one.

A rate is nowhere written apart, so it is not looked for. A rounded result grows in steps; the smallest amount that reaches a step is the
one whose exact result is half a fen (or the least above it), and it is found by halving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from kanhe.cases.fill import Pen
from kanhe.cases.limits import about, fen_of
from kanhe.model.contract import Contract, Field
from kanhe.model.document import Document
from kanhe.model.formula import Absent, Formula

STEPS = (3, 4)  # fen: reached from two and a half, and from three and a half
ROUNDINGS = ("half_up(", "half_even(")
HIGHEST = 10**11  # fen


def halves(pen: Pen, request: Document, fields: Sequence[Field]) -> list[Decimal]:
    """The amounts in yuan for this (right) request, smallest first; empty where nothing is rounded."""
    found: set[int] = set()
    for formula in _rounding(pen.contract):
        for field in fields:
            if f"request.{field.path}" in formula.paths and fen_of(pen, request, field) is not None:
                found |= {fen for step in STEPS if (fen := _reaching(pen, request, field, formula, step)) > step}
    return [Decimal(fen).scaleb(-2) for fen in sorted(found)]


def _rounding(contract: Contract) -> Iterator[Formula]:
    told: set[str] = set()
    formulas = [f for e in contract.effects for f in (e.amount, *e.fields.values())]
    formulas += [o.value for o in contract.observes] + [f.derived for f in (*contract.request, *contract.reply)]
    for formula in formulas:
        if formula is not None and formula.text not in told and any(word in formula.text for word in ROUNDINGS):
            told.add(formula.text)
            yield formula


def _reaching(pen: Pen, request: Document, field: Field, formula: Formula, step: int) -> int:
    """The smallest amount in fen with a result of so many fen, 0 where none has it or where it is not a small part of the amount."""
    def reached(fen: int) -> bool | None:
        document = about(pen, request, field, fen)
        try:
            value = formula(pen.scene(document)) if document is not None else None
        except (Absent, ArithmeticError):
            return None
        return abs(Decimal(value)) * 100 >= step if isinstance(value, (int, Decimal)) else None

    return _smallest(reached)


def _smallest(reached: Callable[[int], bool | None]) -> int:
    low, high = 0, 1
    while high <= HIGHEST and reached(high) is False:
        low, high = high, high * 2
    if reached(high) is not True:
        return 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high
