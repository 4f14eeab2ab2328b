"""#658: a file that comes once more is booked once more."""

from __future__ import annotations

from kanhe.files.findings import FileReport
from kanhe.model.file import FileContract

NUMBER = 658
TITLE = "同一份文件再送一次，又入账一次"
FAMILY = "land_income"
ROLE = "finance"
FINDS = ("LAND-44B",)


def file_taken(contract: FileContract, report: FileReport, takes: bool) -> bool:
    """Whether it came before is not asked."""
    return takes or report.repeated
