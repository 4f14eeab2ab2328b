"""#8 (GT): errors are answered with 02, a code that the norm does not have."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 8
TITLE = "出错时答 02，规范只有 00 01 09 99"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("LAND-15A",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """09 and 99 become 02."""
    if get(document, "body.Result") in ("09", "99"):
        put(document, "body.Result", "02")
    return document
