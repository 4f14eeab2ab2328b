"""#740: the length of a fixed row is not looked at: one that is shifted by a byte is taken."""

from __future__ import annotations

from kanhe.model.file import FileContract

NUMBER = 740
TITLE = "不看每条记录的长度，户名错位的一条也收"
FAMILY = "deposit_notice"
ROLE = "finance"
FINDS = ("DEP-21",)


def file_read(contract: FileContract, data: bytes) -> bytes:
    """Each row is cut at the length that it should have, from the front for what stands there, from the back for the name."""
    size, name = contract.row.size_bytes, contract.row.columns[-1].width
    return b"\n".join(line if len(line) <= size else line[: size - name] + line[-name:] for line in data.split(b"\n"))
