"""#144: the sum leaves the interest out."""

from __future__ import annotations

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import with_rows

NUMBER = 144
TITLE = "本息合计漏了利息"
FAMILY = "deposit_notice"
ROLE = "bank"
FINDS = ("DEP-22",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """The balance again."""
    return with_rows(sheet, lambda row: {**row, "SUM_AMOUNT": row["BALANCE"]})
