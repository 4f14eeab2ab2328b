"""A byte order mark stands before the file."""

from __future__ import annotations

from kanhe.files.faults.fault import Draft, Spoiled, fault, once


@fault("文件以 BOM 开头", about="layout", parts=once(lambda contract: True))
def byte_order_mark(draft: Draft) -> Spoiled | None:
    """EF BB BF, whatever the charset: what an editor leaves."""
    name, data = draft.written()
    return Spoiled(name=name, data=b"\xef\xbb\xbf" + data, sheet=draft.other)
