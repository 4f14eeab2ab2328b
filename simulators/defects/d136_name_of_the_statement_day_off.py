"""#136: the name has the day on which the statement was made."""

from __future__ import annotations

from dataclasses import replace

from kanhe.contract.functions import add_days
from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 136
TITLE = "文件名写出报日，与头记录的日期不同"
FAMILY = "account_balance"
ROLE = "bank"
FINDS = ("ACCT-48A",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """The next day in the name."""
    return replace(sheet, name={**sheet.name, "date": add_days(sheet.header["date"], 1)})
