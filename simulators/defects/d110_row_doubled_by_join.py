"""#110: a query joins twice, and a row comes twice; count and total fit."""

from __future__ import annotations

from dataclasses import replace

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 110
TITLE = "查询连接出重复，同一流水写了两行，合计照两行算"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-44C",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """The first row once more, at the end."""
    return replace(sheet, rows=[*sheet.rows, *sheet.rows[:1]])
