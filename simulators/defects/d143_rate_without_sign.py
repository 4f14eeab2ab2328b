"""#143: the rate is written without its sign."""

from __future__ import annotations

from kanhe.files.cells import padded
from kanhe.model.file import Column

NUMBER = 143
TITLE = "利率不写正负号"
FAMILY = "deposit_notice"
ROLE = "bank"
FINDS = ("DEP-21",)


def file_pad(column: Column, text: str, charset: str) -> bytes:
    """A zero where the sign should be."""
    data = padded(column, text, charset)
    return b"0" + data[1:] if column.sign else data
