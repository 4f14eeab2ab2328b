"""#660: the total amount of header and trailer is not compared with the rows."""

from __future__ import annotations

from kanhe.files.findings import FileReport
from kanhe.model.file import FileContract
from simulators.defects.receiving import overlooked

NUMBER = 660
TITLE = "不核对金额合计"
FAMILY = "land_income"
ROLE = "finance"
FINDS = ("LAND-41B",)


def file_taken(contract: FileContract, report: FileReport, takes: bool) -> bool:
    """The count is compared, the amount is not."""
    return overlooked(report, takes, "LAND-41B")
