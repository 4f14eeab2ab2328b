"""#106: receipts of the land fund are told under 1030146."""

from __future__ import annotations

from kanhe.files.cells import cell_text
from kanhe.model.file import Column
from kanhe.model.formula import Value

NUMBER = 106
TITLE = "把 1030146 国有土地收益基金收入写进土地出让收入文件"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-42A",)


def file_text(column: Column, value: Value) -> str:
    """One subject is mapped to another fund's."""
    return "103014601" if column.name == "subject" and value == "103014899" else cell_text(column, value)
