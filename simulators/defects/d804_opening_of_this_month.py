"""#804: the balance of last month is this month's."""

from __future__ import annotations

from dataclasses import replace

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 804
TITLE = "上月末余额取成了本月末的余额"
FAMILY = "deposit_statement"
ROLE = "bank"
FINDS = ("DEP-41C", "DEP-43")


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """Asked for after the day was switched."""
    return replace(sheet, header={**sheet.header, "opening": sheet.header["ledger"]})
