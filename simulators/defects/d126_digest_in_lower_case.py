"""#126: the digest is written in lower case."""

from __future__ import annotations

from kanhe.model.file import FileContract

NUMBER = 126
TITLE = "摘要写成小写"
FAMILY = "account_balance"
ROLE = "bank"
FINDS = ("ACCT-41E",)


def file_finish(contract: FileContract, data: bytes) -> bytes:
    """The last cell in lower case."""
    head, mark, last = data.rpartition(b",")
    return head + mark + last.lower()
