"""#130: the clearing of a zero-balance account is booked after the day's end."""

from __future__ import annotations

from dataclasses import replace

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 130
TITLE = "零余额账户的清算记在日终以后"
FAMILY = "account_balance"
ROLE = "bank"
FINDS = ("ACCT-44",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """The last debit of the day is not in the statement."""
    if sheet.header["nature"] != "0" or not sheet.rows:
        return sheet
    rows = sheet.rows[:-1]
    return replace(sheet, rows=rows, header={**sheet.header, "closing": rows[-1]["balanceAfter"]})
