"""#739: a file is read before its flag is there."""

from __future__ import annotations

from kanhe.model.file import FileContract

NUMBER = 739
TITLE = "标志未到就取数据"
FAMILY = "deposit_notice"
ROLE = "finance"
FINDS = ("deposit_notice.daily:arrival",)


def file_ready(contract: FileContract, ready: bool) -> bool:
    """Whatever lies there is read."""
    return True
