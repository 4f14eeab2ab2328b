"""#146: after a partial withdrawal the balance is the amount drawn."""

from __future__ import annotations

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import with_rows

NUMBER = 146
TITLE = "部提后余额写成提取额"
FAMILY = "deposit_notice"
ROLE = "bank"
FINDS = ("DEP-23B",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """Amount for balance; the sum fits."""
    return with_rows(sheet, lambda row: {**row, "BALANCE": row["AMOUNT"], "SUM_AMOUNT": row["AMOUNT"] + row["INTEREST"]}
                     if row["NOTICE_TYPE"] == "3" else row)
