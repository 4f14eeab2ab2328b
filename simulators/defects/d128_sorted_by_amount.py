"""#128: the rows are sorted by amount, not by time."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 128
TITLE = "明细按金额排序，不按时间"
FAMILY = "account_balance"
ROLE = "bank"
FINDS = ("ACCT-42B",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """The largest first."""
    return replace(sheet, rows=sorted(sheet.rows, key=lambda row: -Decimal(str(row["amount"]))))
