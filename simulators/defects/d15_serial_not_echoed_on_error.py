"""#15 (FBI): when the body cannot be parsed, the error reply has no SeqNo of the request."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, put

NUMBER = 15
TITLE = "报文解析失败时应答不回带 SeqNo"
FAMILY = "land_margin"
ROLE = "bank"
FINDS = ("LAND-11A",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """A request that could not be parsed (`request` is empty) gets a serial of its own."""
    if not request:
        put(document, "head.SeqNo", "0")
    return document
