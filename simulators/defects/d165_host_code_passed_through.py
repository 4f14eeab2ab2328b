"""#165: refusals carry the host's own code, which the interface does not have."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 165
TITLE = "未受理时透传主机码 0389，接口码表里没有"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-06F",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """1001 becomes 0389."""
    if get(document, "RespCode") == "1001":
        put(document, "RespCode", "0389")
    return document
