"""#742: the digest of the trailer is not reckoned."""

from __future__ import annotations

from kanhe.files.findings import FileReport
from kanhe.model.file import FileContract
from simulators.defects.receiving import overlooked

NUMBER = 742
TITLE = "不核对摘要"
FAMILY = "deposit_statement"
ROLE = "finance"
FINDS = ("deposit_statement.monthly:digest",)


def file_taken(contract: FileContract, report: FileReport, takes: bool) -> bool:
    """Totals are compared, the digest is not."""
    return overlooked(report, takes, "deposit_statement.monthly:digest")
