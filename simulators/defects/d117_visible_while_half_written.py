"""#117: the file is there under its name before it is whole."""

from __future__ import annotations

from kanhe.model.file import FileContract

NUMBER = 117
TITLE = "文件没写完就以正式名字可见"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-45",)


def file_finish(contract: FileContract, data: bytes) -> bytes:
    """What of a busy day was on the disk when it was fetched."""
    return data[: len(data) * 2 // 3] if len(data) > 400 else data
