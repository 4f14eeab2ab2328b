"""#151: the notice of a closing tells the balance before it."""

from __future__ import annotations

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import with_rows

NUMBER = 151
TITLE = "销户的通知写销户前的余额"
FAMILY = "deposit_notice"
ROLE = "bank"
FINDS = ("DEP-25",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """What was paid out."""
    return with_rows(sheet, lambda row: {**row, "BALANCE": row["AMOUNT"], "SUM_AMOUNT": row["AMOUNT"] + row["INTEREST"]}
                     if row["NOTICE_TYPE"] == "2" else row)
