"""#744: of a file that ends in the middle of a row the rows before it are booked."""

from __future__ import annotations

from kanhe.files.findings import FileReport
from kanhe.model.file import FileContract
from simulators.defects.receiving import overlooked

NUMBER = 744
TITLE = "断在一行中间的文件，前面的行照样入账"
FAMILY = "deposit_statement"
ROLE = "finance"
FINDS = ("deposit_statement.monthly:layout",)


def file_taken(contract: FileContract, report: FileReport, takes: bool) -> bool:
    """What could be read is booked."""
    return overlooked(report, takes, "deposit_statement.monthly:layout", "尾记录", "行结束符")
