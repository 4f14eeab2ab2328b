"""#832: the amount of the year is not begun anew in January."""

from __future__ import annotations

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import with_rows

NUMBER = 832
TITLE = "本年累计到一月不从头算起，接着上年的加"
FAMILY = "investment_progress"
ROLE = "unit"
FINDS = ("INV-51Y",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """What has been done since the beginning, told as what was done this year."""
    return with_rows(sheet, lambda row: {**row, "year": row["total"]})
