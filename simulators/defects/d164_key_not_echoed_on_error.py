"""#164: a request that cannot be parsed is answered without its ReqSeqNo."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, put

NUMBER = 164
TITLE = "请求解析失败时应答不回带 ReqSeqNo"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-06E",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """What could not be parsed (`request` is empty) gets a serial of its own."""
    if not request:
        put(document, "ReqSeqNo", "0")
    return document
