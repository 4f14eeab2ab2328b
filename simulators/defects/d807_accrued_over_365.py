"""#807: accrued interest is counted over 365 days."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import with_rows

NUMBER = 807
TITLE = "应计利息除以 365"
FAMILY = "deposit_statement"
ROLE = "bank"
FINDS = ("DEP-42A",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """360/365 of it, rounded to the fen."""
    return with_rows(sheet, lambda row: {**row, "accrued": (row["accrued"] * 360 / 365).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)})
