"""#811: the last row of a page comes again on the next one."""

from __future__ import annotations

from dataclasses import replace

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 811
TITLE = "翻页时一行写了两遍"
FAMILY = "deposit_statement"
ROLE = "bank"
FINDS = ("DEP-44C", "DEP-41A")


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """Pages of three rows."""
    return replace(sheet, rows=[*sheet.rows[:3], *sheet.rows[2:]])
