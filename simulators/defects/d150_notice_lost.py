"""#150: a notice is lost when the day is switched."""

from __future__ import annotations

from dataclasses import replace

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 150
TITLE = "日切时丢了一条通知，编号缺号"
FAMILY = "deposit_notice"
ROLE = "bank"
FINDS = ("DEP-24B",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """The first one of a busy day."""
    return replace(sheet, rows=sheet.rows[1:]) if len(sheet.rows) > 9 else sheet
