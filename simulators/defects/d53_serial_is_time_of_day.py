"""#53 (GT): SeqNo of refund messages is HHmmss, and the messages about one application share its number."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 53
TITLE = "退款类报文的 SeqNo 取 HHmmss，同一秒或次日同时刻重号"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("LAND-14",)

BY_TIME = ("G00010", "G00011", "G00013")


def request_document(contract: Contract, document: Document) -> Document:
    """The time of day is taken for a serial."""
    if contract.operation in BY_TIME:
        put(document, "head.SeqNo", get(document, "head.TransTime"))
    return document
