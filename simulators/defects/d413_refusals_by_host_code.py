"""#413: refusals carry the code of the host, and no reason."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 413
TITLE = "拒绝时透传主机码、不说原因"
FAMILY = "land_payment"
ROLE = "land"
FINDS = ("LAND-36B", "LAND-36E")


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """What the host said about it; nothing about what it means."""
    if get(document, "body.Result") == "1004":
        put(document, "body.Result", "2204")
    elif str(get(document, "body.Result")).startswith("1"):
        put(document, "body.AddWord", "")
    return document
