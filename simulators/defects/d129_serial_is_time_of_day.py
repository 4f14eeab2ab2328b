"""#129: the serial is made of the minute."""

from __future__ import annotations

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import with_rows

NUMBER = 129
TITLE = "流水号由时分拼成，同一分钟的两笔相同"
FAMILY = "account_balance"
ROLE = "bank"
FINDS = ("ACCT-43",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """Day and hour, with a running part of two digits that nobody raises."""
    return with_rows(sheet, lambda row: {**row, "bankSerial": f"{row['tranDate']}{row['tranTime'][:4]}0000"})
