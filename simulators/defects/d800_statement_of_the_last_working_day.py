"""#800: the month is closed on its last working day."""

from __future__ import annotations

from dataclasses import replace

from kanhe.contract.calendar import working_day
from kanhe.contract.functions import add_days
from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 800
TITLE = "报告日写成当月最后一个工作日"
FAMILY = "deposit_statement"
ROLE = "bank"
FINDS = ("DEP-40A", "DEP-40C")


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """The last day of the month, or the working day before it."""
    day = str(sheet.header["date"])
    while not working_day(day):
        day = add_days(day, -1)
    return replace(sheet, name={**sheet.name, "date": day}, header={**sheet.header, "date": day})
