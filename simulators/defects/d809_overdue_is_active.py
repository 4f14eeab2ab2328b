"""#809: a certificate that is overdue is told as active."""

from __future__ import annotations

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import with_rows

NUMBER = 809
TITLE = "逾期的证实书仍写在存"
FAMILY = "deposit_statement"
ROLE = "bank"
FINDS = ("DEP-41E",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """As it was opened."""
    return with_rows(sheet, lambda row: {**row, "state": "ACTIVE"} if row["state"] == "OVERDUE" else row)
