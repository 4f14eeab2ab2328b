"""The file ends after its last row."""

from __future__ import annotations

from kanhe.files.faults.fault import Draft, Spoiled, fault, once
from kanhe.files.faults.records import records


@fault("没有尾记录", about="layout", parts=once(lambda contract: contract.trailer is not None))
def no_trailer(draft: Draft) -> Spoiled | None:
    """Every row is there; that it is all of them nobody says."""
    name, data = draft.written()
    return Spoiled(name=name, data=b"".join(records(draft.contract, data)[:-1]), sheet=draft.other)
