"""#101: the total of the file is summed in doubles and cut to fen."""

from __future__ import annotations

from decimal import Decimal

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import saying

NUMBER = 101
TITLE = "合计用双精度累加再截去分以下，少一分"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-41B",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """The sum of a column of doubles, cut off."""
    summed = 0.0
    for text in [str(row["amount"]) for row in sheet.rows]:
        summed += 0.1 * float(text) * 10
    return saying(contract, sheet, amount=Decimal(int(summed * 100 - 0.5)).scaleb(-2)) if sheet.rows else sheet
