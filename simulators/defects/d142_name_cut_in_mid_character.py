"""#142: a long name is cut at the byte limit, in the middle of a character."""

from __future__ import annotations

from kanhe.files.cells import padded
from kanhe.model.file import Column

NUMBER = 142
TITLE = "长户名在字节上限处截断，截在汉字中间"
FAMILY = "deposit_notice"
ROLE = "bank"
FINDS = ("DEP-21",)


def file_pad(column: Column, text: str, charset: str) -> bytes:
    """One byte less than a whole number of characters, then a space."""
    if column.name != "ACCOUNT_NAME":
        return padded(column, text, charset)
    return text.encode("gbk").ljust(column.width)[:31].ljust(column.width)
