"""#113: the row has the day of the clock, not of the books."""

from __future__ import annotations

from dataclasses import replace

from kanhe.contract.functions import add_days
from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 113
TITLE = "明细写当时的日期，不写记账日期"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-46",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """The last row was written after midnight."""
    if not sheet.rows:
        return sheet
    last = {**sheet.rows[-1], "acctDate": add_days(sheet.rows[-1]["acctDate"], 1)}
    return replace(sheet, rows=[*sheet.rows[:-1], last])
