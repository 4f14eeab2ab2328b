"""#803: what was drawn includes the interest."""

from __future__ import annotations

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import with_rows

NUMBER = 803
TITLE = "支取数里含了利息"
FAMILY = "deposit_statement"
ROLE = "bank"
FINDS = ("DEP-41B",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """Principal and interest in one figure, as the account was credited."""
    return with_rows(sheet, lambda row: {**row, "drawn": row["drawn"] + row["interest"]} if row["drawn"] else row)
