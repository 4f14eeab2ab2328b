"""#102: the count is taken before the last row is written."""

from __future__ import annotations

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import saying

NUMBER = 102
TITLE = "笔数少算最后一行"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-41A",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """One less, on days with business."""
    return saying(contract, sheet, count=max(len(sheet.rows) - 1, 0))
