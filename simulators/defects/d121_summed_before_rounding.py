"""#121: the total is the rounded sum of amounts that are not yet rounded."""

from __future__ import annotations

from decimal import Decimal

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import saying

NUMBER = 121
TITLE = "先合计后取整：明细各自取到分，合计取自未取整的数"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-41B",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """Every amount had 4 tenths of a fen more."""
    amount = sum((row["amount"] + Decimal("0.004") for row in sheet.rows), Decimal(0))  # type: ignore[operator]
    return saying(contract, sheet, amount=amount.quantize(Decimal("0.01"))) if len(sheet.rows) > 1 else sheet
