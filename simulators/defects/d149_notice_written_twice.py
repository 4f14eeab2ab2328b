"""#149: a notice is written once more after a retry."""

from __future__ import annotations

from dataclasses import replace

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 149
TITLE = "重试后同一通知又写一遍"
FAMILY = "deposit_notice"
ROLE = "bank"
FINDS = ("DEP-24A", "DEP-24B")


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """The last row twice."""
    return replace(sheet, rows=[*sheet.rows, *sheet.rows[-1:]])
