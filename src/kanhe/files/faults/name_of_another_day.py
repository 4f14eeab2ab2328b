"""The name says another day than the header."""

from __future__ import annotations

from dataclasses import replace

from kanhe.contract.functions import add_days
from kanhe.files.faults.fault import Draft, Spoiled, fault, once
from kanhe.files.writing import completed, write
from kanhe.model.file import FileContract
from kanhe.model.words import Kind


def _dates(contract: FileContract) -> list[str]:
    return [p.field.path for p in contract.name.parts if p.same_as and p.field.type.kind is Kind.DATE]


@fault("文件名里的日期与头记录不同", about="name", parts=once(_dates))
def name_of_another_day(draft: Draft) -> Spoiled | None:
    """The day after, which is when it is sent; the header keeps its own."""
    contract, sheet = draft.contract, completed(draft.contract, draft.other)
    here = _dates(contract)[0]
    name, data = write(contract, replace(sheet, name={**sheet.name, here: add_days(str(sheet.name[here]), 1)}))
    return Spoiled(name=name, data=data, sheet=draft.other)
