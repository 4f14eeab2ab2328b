"""#802: the totals are those of the full pages."""

from __future__ import annotations

from decimal import Decimal

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import saying

NUMBER = 802
TITLE = "合计只加到最后一个整页，尾页的几行没有加"
FAMILY = "deposit_statement"
ROLE = "bank"
FINDS = ("DEP-40B",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """Pages of five rows."""
    rows = sheet.rows[: len(sheet.rows) // 5 * 5]
    sums = {name: sum(Decimal(str(row[name])) for row in rows) for name in ("begin", "end", "interest", "accrued")}
    return saying(contract, sheet, count=len(rows), **sums)
