"""#833: what is shown is the sum of rows that were rounded one by one."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 833
TITLE = "报表数先把各行取到两位小数再相加"
FAMILY = "investment_progress"
ROLE = "unit"
FINDS = ("INV-53",)
HUNDREDTH = Decimal(100)  # yuan


def _rounded(amount: Decimal) -> Decimal:
    return (amount / HUNDREDTH).quantize(Decimal(1), rounding=ROUND_HALF_UP) * HUNDREDTH


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """Every row to two decimals of ten thousand yuan, then the sum."""
    sums = {f"{name}Shown": sum((_rounded(row[name]) for row in sheet.rows), Decimal(0)) for name in ("month", "total")}  # type: ignore[arg-type]
    return replace(sheet, trailer={**sheet.trailer, **sums})
