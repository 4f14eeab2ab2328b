"""A total is one unit more than the rows add up to."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.files.faults.fault import Draft, Spoiled, fault
from kanhe.files.sheet import totals_of
from kanhe.files.writing import write
from kanhe.model.file import FileContract, Total
from kanhe.model.formula import Value
from kanhe.model.words import Kind


def _told(contract: FileContract) -> list[str]:
    return [total.name for total in contract.totals if total.into]


@fault("合计与明细不符（多一分、多一笔）", about="totals", parts=_told)
def wrong_total(draft: Draft) -> Spoiled | None:
    """In the last cell that repeats it; the digest is of the file as it is."""
    total = next(t for t in draft.contract.totals if t.name == draft.part)
    part, _, column = total.into[-1].partition(".")
    more = {column: _more(draft.contract, total, totals_of(draft.contract, draft.other.rows)[total.name])}
    header, trailer = ({**getattr(draft.other, here), **(more if part == here else {})} for here in ("header", "trailer"))
    sheet = replace(draft.other, header=header, trailer=trailer)
    name, data = write(draft.contract, sheet)
    return Spoiled(name=name, data=data, sheet=sheet)


def _more(contract: FileContract, total: Total, value: Value) -> Value:
    """One fen, one row, one unit of the last decimal."""
    kind = contract.row.column(total.column).field.type if total.column else None
    if kind is None or kind.kind is Kind.INTEGER:
        return (value if isinstance(value, int) else 0) + 1
    unit = Decimal("0.01") if kind.kind is Kind.MONEY else Decimal(1).scaleb(-kind.scale)
    return (value if isinstance(value, Decimal) else Decimal(0)) + unit
