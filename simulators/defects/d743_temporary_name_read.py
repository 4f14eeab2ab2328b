"""#743: a file is read under its temporary name."""

from __future__ import annotations

from kanhe.model.file import FileContract

NUMBER = 743
TITLE = "还没有改名的临时文件也取"
FAMILY = "deposit_statement"
ROLE = "finance"
FINDS = ("deposit_statement.monthly:arrival",)


def file_ready(contract: FileContract, ready: bool) -> bool:
    """As where `*` is asked for in the folder."""
    return True
