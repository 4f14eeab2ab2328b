"""The file ends in the middle of its last row."""

from __future__ import annotations

from kanhe.files.faults.fault import Draft, Spoiled, fault, once
from kanhe.files.faults.records import last_row, records


@fault("在一行的中间断开", about="layout", parts=once(lambda contract: True))
def cut_short(draft: Draft) -> Spoiled | None:
    """It has its own name and is handed over, and more of it will not come."""
    name, data = draft.written()
    lines = records(draft.contract, data)
    place = last_row(draft.contract, lines)
    if place < 0:
        return None
    return Spoiled(name=name, data=b"".join(lines[:place]) + lines[place][: len(lines[place]) // 2], sheet=draft.other)
