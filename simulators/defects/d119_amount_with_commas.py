"""#119: amounts have thousands separators."""

from __future__ import annotations

from decimal import Decimal

from kanhe.files.cells import cell_text
from kanhe.model.file import Column
from kanhe.model.formula import Value

NUMBER = 119
TITLE = "金额带千分位逗号"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-45",)


def file_text(column: Column, value: Value) -> str:
    """1,234.50."""
    return f"{value:,.2f}" if column.name == "amount" and isinstance(value, Decimal) else cell_text(column, value)
