"""A row has one column too many."""

from __future__ import annotations

from kanhe.files.faults.fault import Draft, Spoiled, fault, once
from kanhe.files.faults.records import last_row, records, resealed


@fault("最后一行多一栏", about="layout", parts=once(lambda contract: contract.shape == "delimited"))
def extra_column(draft: Draft) -> Spoiled | None:
    """An empty one at its end, as where each cell is followed by a delimiter."""
    name, data = draft.written()
    before = records(draft.contract, data)
    place, end = last_row(draft.contract, before), draft.contract.end
    if place < 0:
        return None
    longer = before[place].removesuffix(end) + draft.contract.delimiter.encode() + end
    return Spoiled(name=name, data=resealed(draft.contract, before, [*before[:place], longer, *before[place + 1 :]]), sheet=draft.other)
