"""#741: another file of a day that was taken is booked on top of it."""

from __future__ import annotations

from kanhe.files.findings import FileReport
from kanhe.model.file import FileContract
from simulators.defects.receiving import overlooked

NUMBER = 741
TITLE = "同一天换了内容的一份又入账"
FAMILY = "deposit_notice"
ROLE = "finance"
FINDS = ("DEP-20B",)


def file_taken(contract: FileContract, report: FileReport, takes: bool) -> bool:
    """The day is not looked up."""
    return overlooked(report, takes, "DEP-20B")
