"""#111: the sequence counts through the month."""

from __future__ import annotations

from dataclasses import replace

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 111
TITLE = "批次号按月连续，不按天从 01 起"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-44D",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """The day of the month in place of the number of the day's file."""
    return replace(sheet, name={**sheet.name, "seq": str(sheet.header["date"])[6:]})
