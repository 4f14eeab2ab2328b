"""What a finding's values mean to a person: the title of the field, and the names of codes beside the codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanhe.model.contract import Field
from kanhe.model.verdict import Finding
from kanhe.report.wire_text import telling

_NUMBER = re.compile(r"\.[0-9]+(?=\.|$)|\[[0-9]+\]")
_SIDE = re.compile(r"^(?:request|reply)\.")


def facts_of(finding: Finding) -> Iterator[tuple[str, str]]:
    """(name, text) of what was seen, what would be right, what there was, and where."""
    told, field = finding.verdict, _field(finding)
    codes = field.type.codes if field is not None else {}
    yield "现象", told.says
    for name, text in (("应为", told.expected), ("实为", told.actual)):
        yield name, f"{text}（{codes[text]}）" if text in codes else text
    yield "位置", f"{told.where}（{field.title}）" if field is not None and field.title not in told.says else told.where


def _field(finding: Finding) -> Field | None:
    """The field of the message that the verdict is about, where it is about one."""
    exchange = telling(finding)
    if exchange is None or not finding.verdict.where or exchange.contract.id != finding.verdict.contract:
        return None
    path = _NUMBER.sub("[]", _SIDE.sub("", finding.verdict.where))
    return next((f for f in (*exchange.contract.reply, *exchange.contract.request) if f.path == path), None)
