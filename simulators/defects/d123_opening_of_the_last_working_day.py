"""#123: after a holiday the opening balance is the one before the holiday's interest."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 123
TITLE = "假日后的日初余额没有接上前一天的日终余额"
FAMILY = "account_balance"
ROLE = "bank"
FINDS = ("ACCT-41B",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """On the fifth both balances are a fen off: the day itself adds up."""
    if sheet.header["date"] != "20260105" or sheet.header["nature"] == "0":
        return sheet
    off = {k: Decimal(str(sheet.header[k])) + Decimal("0.01") for k in ("opening", "closing")}
    rows = [{**row, "balanceAfter": Decimal(str(row["balanceAfter"])) + Decimal("0.01")} for row in sheet.rows]
    return replace(sheet, header={**sheet.header, **off}, rows=rows)
