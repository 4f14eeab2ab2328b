"""#145: after a partial withdrawal the new certificate is not told."""

from __future__ import annotations

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import with_rows

NUMBER = 145
TITLE = "部提后不写新证实书号"
FAMILY = "deposit_notice"
ROLE = "bank"
FINDS = ("DEP-23A",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """Left empty."""
    return with_rows(sheet, lambda row: {**row, "VOUCHER_NEW_NO": None})
