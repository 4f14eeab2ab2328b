"""#810: interest that went into a new certificate is not told."""

from __future__ import annotations

from decimal import Decimal

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract
from simulators.defects.sheets import with_rows

NUMBER = 810
TITLE = "转本的利息没有写，新证实书的本金凭空多出"
FAMILY = "deposit_statement"
ROLE = "bank"
FINDS = ("DEP-44B",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """As if all of it had been paid."""
    return with_rows(sheet, lambda row: {**row, "capitalised": Decimal("0.00")})
