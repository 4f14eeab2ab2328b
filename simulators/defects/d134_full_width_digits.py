"""#134: account numbers of the other side are in full-width digits."""

from __future__ import annotations

from kanhe.files.cells import cell_text
from kanhe.model.file import Column
from kanhe.model.formula import Value

NUMBER = 134
TITLE = "对方账号写成全角数字"
FAMILY = "account_balance"
ROLE = "bank"
FINDS = ("ACCT-40",)


WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def file_text(column: Column, value: Value) -> str:
    """As somebody typed them."""
    text = cell_text(column, value)
    return text.translate(WIDE) if column.name == "oppAcct" else text
