"""#738: lines are read as text: LF is as good as CRLF."""

from __future__ import annotations

from kanhe.files.findings import FileReport
from kanhe.model.file import FileContract
from simulators.defects.receiving import overlooked

NUMBER = 738
TITLE = "行以 LF 结束也收"
FAMILY = "account_balance"
ROLE = "finance"
FINDS = ("ACCT-40",)


def file_taken(contract: FileContract, report: FileReport, takes: bool) -> bool:
    """As a reader of texts does it."""
    return overlooked(report, takes, "ACCT-40", "行以 LF 结束")
