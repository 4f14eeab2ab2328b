"""#745: totals are not compared with the rows."""

from __future__ import annotations

from kanhe.files.findings import FileReport
from kanhe.model.file import FileContract
from simulators.defects.receiving import overlooked

NUMBER = 745
TITLE = "不核对项目数和合计"
FAMILY = "investment_progress"
ROLE = "finance"
FINDS = ("INV-52",)


def file_taken(contract: FileContract, report: FileReport, takes: bool) -> bool:
    """Rows are enough."""
    return overlooked(report, takes, "INV-52")
