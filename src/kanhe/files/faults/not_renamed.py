"""The file is there under its temporary name and never gets its own."""

from __future__ import annotations

from kanhe.files.faults.fault import Draft, Duty, Spoiled, fault, once


@fault("还以临时名写着，没有改名", about="arrival", duty=Duty.WAIT, parts=once(lambda contract: contract.arrival.way == "rename"))
def not_renamed(draft: Draft) -> Spoiled | None:
    """All of it, so that only the name says that it is not handed over."""
    name, data = draft.written()
    return Spoiled(name=name, data=data, sheet=draft.other, ready=False)
