"""#120: a row is lost while writing; count and total come from the books."""

from __future__ import annotations

from dataclasses import replace

from kanhe.files.sheet import Sheet, totals_of
from kanhe.model.file import FileContract
from simulators.defects.sheets import saying

NUMBER = 120
TITLE = "写文件时漏一行，笔数与合计取自账上"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-41A",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """All rows but one, under the totals of all."""
    told = saying(contract, sheet, **totals_of(contract, sheet.rows))
    return replace(told, rows=sheet.rows[1:]) if sheet.rows else sheet
