"""#659: rows are split before they are decoded: of a name with 珅 (AB 7C) there is one column too many."""

from __future__ import annotations

from kanhe.model.file import FileContract

NUMBER = 659
TITLE = "按字节分栏，珅 的第二个字节当成竖线"
FAMILY = "land_income"
ROLE = "finance"
FINDS = ("land_income.daily:taken",)


def file_read(contract: FileContract, data: bytes) -> bytes:
    """Such a row is no row to it."""
    mark = contract.delimiter.encode()
    return b"\n".join(line + mark if _misread(line, mark) else line for line in data.split(b"\n"))


def _misread(line: bytes, mark: bytes) -> bool:
    return line.count(mark) > line.decode("gb18030", "surrogateescape").count(mark.decode())
