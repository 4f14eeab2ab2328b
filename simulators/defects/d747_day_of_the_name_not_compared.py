"""#747: the day of the name is not compared with the header."""

from __future__ import annotations

from kanhe.files.findings import FileReport
from kanhe.model.file import FileContract
from simulators.defects.receiving import overlooked

NUMBER = 747
TITLE = "不比文件名与头记录的日期"
FAMILY = "investment_progress"
ROLE = "finance"
FINDS = ("investment_progress.monthly:name",)


def file_taken(contract: FileContract, report: FileReport, takes: bool) -> bool:
    """The header is enough."""
    return overlooked(report, takes, "investment_progress.monthly:name")
