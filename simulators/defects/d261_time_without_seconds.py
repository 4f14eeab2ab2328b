"""#261: the time of sending has no seconds."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 261
TITLE = "请求时间只到分"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-09D",)


def request_document(contract: Contract, document: Document) -> Document:
    """HHmm."""
    put(document, "ReqTime", str(get(document, "ReqTime"))[:4])
    return document
