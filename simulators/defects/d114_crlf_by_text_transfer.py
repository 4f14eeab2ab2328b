"""#114: the file went through a transfer in text mode."""

from __future__ import annotations

from kanhe.model.file import FileContract

NUMBER = 114
TITLE = "按文本方式传输，换行成了 CRLF"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-45",)


def file_finish(contract: FileContract, data: bytes) -> bytes:
    """LF becomes CRLF, after the digest was taken."""
    return data.replace(b"\n", b"\r\n")
