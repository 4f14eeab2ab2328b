"""#116: the last line has no end."""

from __future__ import annotations

from kanhe.model.file import FileContract

NUMBER = 116
TITLE = "最后一行没有换行"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-45",)


def file_finish(contract: FileContract, data: bytes) -> bytes:
    """Lines are joined, not ended."""
    return data.removesuffix(b"\n")
