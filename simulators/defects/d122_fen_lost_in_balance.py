"""#122: the closing balance is kept in whole yuan somewhere."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 122
TITLE = "日终余额经过双精度，丢了分"
FAMILY = "account_balance"
ROLE = "bank"
FINDS = ("ACCT-41A",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """Fen cut off."""
    return replace(sheet, header={**sheet.header, "closing": Decimal(int(Decimal(str(sheet.header["closing"])))).quantize(Decimal("0.01"))})
