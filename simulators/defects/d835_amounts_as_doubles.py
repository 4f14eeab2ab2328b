"""#835: amounts in ten thousand yuan are worked out in doubles and written as they are."""

from __future__ import annotations

from decimal import Decimal

from kanhe.files.cells import cell_text
from kanhe.model.file import Column
from kanhe.model.formula import Value
from kanhe.model.words import Kind

NUMBER = 835
TITLE = "元乘 0.0001 用双精度算，原样写成万元（3.3333330000000005、1e-06）"
FAMILY = "investment_progress"
ROLE = "unit"
FINDS = ("INV-53L",)


def file_text(column: Column, value: Value) -> str:
    """The shortest text of the double."""
    return repr(float(value) * 0.0001) if column.field.type.kind is Kind.MONEY and isinstance(value, Decimal) else cell_text(column, value)
