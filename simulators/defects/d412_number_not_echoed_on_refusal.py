"""#412: refusals carry a number of their own."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 412
TITLE = "拒绝的应答不回带报文流水号"
FAMILY = "land_payment"
ROLE = "land"
FINDS = ("LAND-36A",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """A refusal gets a number of its own."""
    if str(get(document, "body.Result")).startswith("1"):
        put(document, "head.MsgNo", "0")
    return document
