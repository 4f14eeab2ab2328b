"""#805: certificates that were paid out or handed on in the month are left out."""

from __future__ import annotations

from dataclasses import replace

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 805
TITLE = "本月支取、换单、转存的证实书不列"
FAMILY = "deposit_statement"
ROLE = "bank"
FINDS = ("DEP-43", "DEP-44A")


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """What has a balance."""
    return replace(sheet, rows=[row for row in sheet.rows if row["end"]])
