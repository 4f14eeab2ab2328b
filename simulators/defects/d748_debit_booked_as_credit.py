"""#748: debits are booked as if the money came."""

from __future__ import annotations

from collections.abc import Sequence

from kanhe.model.file import Cells, FileContract

NUMBER = 748
TITLE = "不看借贷标志，付出的也记成收入"
FAMILY = "account_balance"
ROLE = "finance"
FINDS = ("account_balance.daily:taken",)


def file_booked(contract: FileContract, rows: Sequence[Cells]) -> Sequence[Cells]:
    """Every row is a credit."""
    return [{**row, "dcFlag": "C"} for row in rows]
