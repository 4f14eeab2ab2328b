"""#148: the rest gets the rate that is listed on the day of the withdrawal."""

from __future__ import annotations

from decimal import Decimal

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import with_rows

NUMBER = 148
TITLE = "部提后剩余部分改用当日挂牌利率"
FAMILY = "deposit_notice"
ROLE = "bank"
FINDS = ("DEP-23D",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """A listed rate for the rest."""
    return with_rows(sheet, lambda row: {**row, "RATE": Decimal("0.950000")} if row["NOTICE_TYPE"] == "3" else row)
