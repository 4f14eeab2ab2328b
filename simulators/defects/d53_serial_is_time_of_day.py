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
BY_APPLICATION = {"G00003": "body.InstSeq", "G00004": "body.InMemo", "G00005": "body.InMemo"}


def request_document(contract: Contract, document: Document) -> Document:
    """The time of day, or the number of the application, is taken for a serial."""
    source = "head.TransTime" if contract.operation in BY_TIME else BY_APPLICATION.get(contract.operation)
    if source:
        put(document, "head.SeqNo", str(get(document, source))[:32])
    return document
