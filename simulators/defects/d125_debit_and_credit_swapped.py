"""#125: the totals of the trailer are swapped, seen from the bank."""

from __future__ import annotations

from kanhe.files.sheet import Sheet, totals_of
from kanhe.model.file import FileContract
from simulators.defects.sheets import saying

NUMBER = 125
TITLE = "借贷合计写反（站在银行一边）"
FAMILY = "account_balance"
ROLE = "bank"
FINDS = ("ACCT-41D",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """Debit for credit."""
    found = totals_of(contract, sheet.rows)
    return saying(contract, sheet, debit=found["credit"], credit=found["debit"])
