"""#115: an editor put a byte order mark before the file."""

from __future__ import annotations

from kanhe.model.file import FileContract

NUMBER = 115
TITLE = "文件开头多了 BOM"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-45",)


def file_finish(contract: FileContract, data: bytes) -> bytes:
    """EF BB BF."""
    return b"\xef\xbb\xbf" + data
