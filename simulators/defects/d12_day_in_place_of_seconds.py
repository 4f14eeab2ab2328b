"""#12 (FBI): the time pattern is HHmmdd, so the seconds of TransTime are the day of the month."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 12
TITLE = "TransTime 用了 HHmmdd，秒的位置是日期"
FAMILY = "land_margin"
ROLE = "bank"
FINDS = ("LAND-11D", "LAND-11B")


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """The day of TransDate where the seconds belong."""
    return _spoiled(document)


def request_document(contract: Contract, document: Document) -> Document:
    """The same in its own requests."""
    return _spoiled(document)


def _spoiled(document: Document) -> Document:
    time, date = get(document, "head.TransTime"), get(document, "head.TransDate")
    if isinstance(time, str) and isinstance(date, str):
        put(document, "head.TransTime", time[:4] + date[6:8])
    return document
