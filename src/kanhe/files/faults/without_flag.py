"""The data is there, the flag that says so never comes."""

from __future__ import annotations

from kanhe.files.faults.fault import Draft, Duty, Spoiled, fault, once


@fault("数据到了，标志没有到", about="arrival", duty=Duty.WAIT, parts=once(lambda contract: contract.arrival.way == "flag"))
def without_flag(draft: Draft) -> Spoiled | None:
    """All of it, so that only the flag is missing."""
    name, data = draft.written()
    return Spoiled(name=name, data=data, sheet=draft.other, ready=False)
