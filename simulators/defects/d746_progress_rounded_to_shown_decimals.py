"""#746: amounts in 万元 are booked with two decimals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kanhe.model.file import Cells, FileContract

NUMBER = 746
TITLE = "万元取两位小数入账，零头没了"
FAMILY = "investment_progress"
ROLE = "finance"
FINDS = ("investment_progress.monthly:taken",)


def file_booked(contract: FileContract, rows: Sequence[Cells]) -> Sequence[Cells]:
    """The hundred yuan that two decimals of ten thousand show, half upwards."""
    column = contract.matching.amount
    return [{**row, column: Decimal(str(row[column])).quantize(Decimal("1E2"), "ROUND_HALF_UP").quantize(Decimal("0.01"))} for row in rows]
