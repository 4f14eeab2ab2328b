"""#834: the last project is left out while writing; the sums are those of all."""

from __future__ import annotations

from dataclasses import replace

from kanhe.files.sheet import Sheet, totals_of
from kanhe.model.file import FileContract
from simulators.defects.sheets import saying

NUMBER = 834
TITLE = "写文件时漏了最后一个项目，汇总取自账上"
FAMILY = "investment_progress"
ROLE = "unit"
FINDS = ("INV-52", "INV-53")


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """All rows but the last, under the totals of all."""
    return replace(saying(contract, sheet, **totals_of(contract, sheet.rows)), rows=sheet.rows[:-1])
