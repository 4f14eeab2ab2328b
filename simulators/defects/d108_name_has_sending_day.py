"""#108: the name has the day of sending."""

from __future__ import annotations

from dataclasses import replace

from kanhe.contract.functions import add_days
from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 108
TITLE = "文件名用发送日，不用记账日"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-44A",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """The next day in the name."""
    return replace(sheet, name={**sheet.name, "date": add_days(sheet.header["date"], 1)})
