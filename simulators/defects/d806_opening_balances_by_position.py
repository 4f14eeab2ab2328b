"""#806: opening balances are joined by position, not by certificate."""

from __future__ import annotations

from dataclasses import replace

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 806
TITLE = "月初余额按行的位置对上，换了证实书"
FAMILY = "deposit_statement"
ROLE = "bank"
FINDS = ("DEP-41D", "DEP-41B")


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """Those of the rows that had one, in reverse."""
    begins = [row["begin"] for row in sheet.rows if row["begin"]]
    return replace(sheet, rows=[{**row, "begin": begins.pop()} if row["begin"] else row for row in sheet.rows])
