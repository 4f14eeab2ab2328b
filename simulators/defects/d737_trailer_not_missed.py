"""#737: a file without a trailer is taken for whole."""

from __future__ import annotations

from kanhe.files.findings import FileReport
from kanhe.model.file import FileContract
from simulators.defects.receiving import overlooked

NUMBER = 737
TITLE = "没有尾记录也收"
FAMILY = "account_balance"
ROLE = "finance"
FINDS = ("ACCT-40",)


def file_taken(contract: FileContract, report: FileReport, takes: bool) -> bool:
    """What is there is booked."""
    return overlooked(report, takes, "ACCT-40", "尾记录")
