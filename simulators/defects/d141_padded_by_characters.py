"""#141: the name is padded to 80 characters, not bytes."""

from __future__ import annotations

from kanhe.files.cells import padded
from kanhe.model.file import Column

NUMBER = 141
TITLE = "户名按字符补足 80，不按字节，后面移位"
FAMILY = "deposit_notice"
ROLE = "bank"
FINDS = ("DEP-21",)


def file_pad(column: Column, text: str, charset: str) -> bytes:
    """As String.format does it."""
    return text.ljust(column.width).encode("gbk") if column.name == "ACCOUNT_NAME" else padded(column, text, charset)
