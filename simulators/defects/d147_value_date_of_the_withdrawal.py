"""#147: the new certificate starts on the day of the withdrawal."""

from __future__ import annotations

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import with_rows

NUMBER = 147
TITLE = "部提后新证实书从部提日起息"
FAMILY = "deposit_notice"
ROLE = "bank"
FINDS = ("DEP-23C",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """The accounting day."""
    return with_rows(sheet, lambda row: {**row, "VALUE_DATE": row["ACCOUNT_DATE"]})
