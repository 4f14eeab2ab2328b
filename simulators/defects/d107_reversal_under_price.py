"""#107: a repayment of the fee is told under the price."""

from __future__ import annotations

from decimal import Decimal

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import with_rows

NUMBER = 107
TITLE = "退还的有偿使用费记在出让价款科目下，成了负数"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-42B",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """The subject of the price for everything negative."""
    return with_rows(sheet, lambda row: {**row, "subject": "103014801"} if Decimal(row["amount"]) < 0 else row)
