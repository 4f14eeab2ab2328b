"""#749: only the first page of a thousand rows is booked."""

from __future__ import annotations

from collections.abc import Sequence

from kanhe.model.file import Cells, FileContract

NUMBER = 749
TITLE = "只入账前一千行"
FAMILY = "land_income"
ROLE = "finance"
FINDS = ("land_income.daily:taken",)


def file_booked(contract: FileContract, rows: Sequence[Cells]) -> Sequence[Cells]:
    """What the first page holds."""
    return rows[:1000]
