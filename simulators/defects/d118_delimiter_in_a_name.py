"""#118: a name that holds the delimiter is written as it is."""

from __future__ import annotations

from kanhe.model.file import FileContract

NUMBER = 118
TITLE = "户名里的分隔符照写，后面的栏移位"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-45",)


def file_finish(contract: FileContract, data: bytes) -> bytes:
    """A payer who writes his name with a bar."""
    return data.replace("崇川区某".encode("gbk"), "崇川区|某".encode("gbk"))
