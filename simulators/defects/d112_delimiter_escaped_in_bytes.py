"""#112: delimiters in names are looked for in bytes: 珅 (AB 7C) loses its second half."""

from __future__ import annotations

from kanhe.model.file import FileContract

NUMBER = 112
TITLE = "按字节清除户名里的分隔符，珅（AB 7C）被拆坏"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-45",)


def file_finish(contract: FileContract, data: bytes) -> bytes:
    """The byte 7C after a first half becomes a space."""
    return data.replace("珅".encode("gbk"), b"\xab ")
