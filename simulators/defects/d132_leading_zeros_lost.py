"""#132: account numbers went through a spreadsheet."""

from __future__ import annotations

from kanhe.files.cells import cell_text
from kanhe.model.file import Column
from kanhe.model.formula import Value

NUMBER = 132
TITLE = "账号经过表格软件，前面的零丢了"
FAMILY = "account_balance"
ROLE = "bank"
FINDS = ("ACCT-48B",)


def file_text(column: Column, value: Value) -> str:
    """The account of a row as a number."""
    return str(int(str(value))) if column.name == "acctNo" and column.field.rule else cell_text(column, value)
