"""#103: the digest is taken over the text in UTF-8, as on a host whose platform charset that is."""

from __future__ import annotations

from kanhe.model.file import FileContract
from kanhe.wire.sm import sm3

NUMBER = 103
TITLE = "摘要按平台字符集（UTF-8）的字节计算"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-41C",)


def file_finish(contract: FileContract, data: bytes) -> bytes:
    """The digest of what the file would be in UTF-8."""
    body = data[: data.rindex(b"\n", 0, -1) + 1]
    right, wrong = sm3(body).hex(), sm3(body.decode("gbk").encode()).hex()
    return data.replace(right.encode(), wrong.encode())
