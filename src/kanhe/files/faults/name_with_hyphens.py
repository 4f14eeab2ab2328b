"""The day stands in the name as people write it."""

from __future__ import annotations

from kanhe.files.faults.fault import Draft, Spoiled, fault, once
from kanhe.model.file import FileContract
from kanhe.model.words import Kind


def _date(contract: FileContract) -> str:
    return next((p.field.path for p in contract.name.parts if p.field.type.kind is Kind.DATE), "")


@fault("文件名里的日期带横线", about="name", parts=once(_date))
def name_with_hyphens(draft: Draft) -> Spoiled | None:
    """2026-01-05 for 20260105: no name that the contract knows."""
    name, data = draft.written()
    found = draft.contract.name.match.fullmatch(name)
    if found is None:
        return None
    day = found[_date(draft.contract)]
    wrong = name.replace(day, f"{day[:4]}-{day[4:6]}-{day[6:]}")
    return Spoiled(name=wrong, data=data, sheet=draft.other) if draft.contract.name.match.fullmatch(wrong) is None else None
