"""#837: months without progress are not reported, and a report is corrected under its own name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kanhe.model.file import FileContract
from kanhe.simulate.filing import Delivery, delivered

NUMBER = 837
TITLE = "没有进度的月份不报；更正的月报仍用原来的名字再送"
FAMILY = "investment_progress"
ROLE = "unit"
FINDS = ("INV-51M", "INV-50A")


def file_deliveries(contract: FileContract, sent: Sequence[Delivery]) -> Sequence[Delivery]:
    """Busy months alone; in what is sent again the last project has another name."""
    *first, last = sent
    *rows, changed = last.sheet.rows
    again = replace(last.sheet, rows=[*rows, {**changed, "name": f"{changed['name']}（更名）"}])
    return [*(d for d in first if any(row["month"] for row in d.sheet.rows)), delivered(contract, again, last.day)]
