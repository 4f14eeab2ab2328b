"""#133: what comes after the switch of the day has the next date and stays in this file."""

from __future__ import annotations

from kanhe.contract.functions import add_days
from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import with_rows

NUMBER = 133
TITLE = "日切以后的交易写次日日期，却仍在当天的日报里"
FAMILY = "account_balance"
ROLE = "bank"
FINDS = ("ACCT-48C",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """From 16 o'clock on."""
    return with_rows(sheet, lambda row: {**row, "tranDate": add_days(row["tranDate"], 1)} if row["tranTime"] >= "150000" else row)
