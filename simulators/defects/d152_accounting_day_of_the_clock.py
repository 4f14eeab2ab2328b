"""#152: late events have the clock's day."""

from __future__ import annotations

from dataclasses import replace

from kanhe.contract.functions import add_days
from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 152
TITLE = "晚间的动账写当时的日期，不写会计日期"
FAMILY = "deposit_notice"
ROLE = "bank"
FINDS = ("DEP-20D",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """The last one of a day."""
    if not sheet.rows:
        return sheet
    last = {**sheet.rows[-1], "ACCOUNT_DATE": add_days(sheet.rows[-1]["ACCOUNT_DATE"], 1)}
    return replace(sheet, rows=[*sheet.rows[:-1], last])
