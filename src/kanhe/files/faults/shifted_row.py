"""A fixed row is one byte too long."""

from __future__ import annotations

from kanhe.files.faults.fault import Draft, Spoiled, fault, once
from kanhe.files.faults.records import last_row, records, resealed


@fault("最后一行错开一个字节", about="layout", parts=once(lambda contract: contract.shape == "fixed"))
def shifted_row(draft: Draft) -> Spoiled | None:
    """A blank stands before the last column, as where a name was padded by characters."""
    name, data = draft.written()
    before = records(draft.contract, data)
    place = last_row(draft.contract, before)
    if place < 0:
        return None
    row, tail = before[place], draft.contract.row.columns[-1].width + len(draft.contract.end)
    after = [*before[:place], row[:-tail] + b" " + row[-tail:], *before[place + 1 :]]
    return Spoiled(name=name, data=resealed(draft.contract, before, after), sheet=draft.other)
