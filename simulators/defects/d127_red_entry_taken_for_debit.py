"""#127: a reversal (a negative credit) is added to the debits."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.files.sheet import Sheet
from kanhe.model.file import FileContract

NUMBER = 127
TITLE = "红冲（负的贷方）当作借方，余额链断"
FAMILY = "account_balance"
ROLE = "bank"
FINDS = ("ACCT-42A",)


def file_sheet(contract: FileContract, sheet: Sheet) -> Sheet:
    """The second debit of a day is booked as a negative credit, and taken off twice."""
    rows = list(sheet.rows)
    for index, row in enumerate(rows[1:], 1):
        if row["dcFlag"] == "D":
            rows[index] = {**row, "dcFlag": "C", "amount": -Decimal(str(row["amount"])), "balanceAfter": rows[index - 1]["balanceAfter"]}
            break
    return replace(sheet, rows=rows)
