"""#11 (WJ): AddWord is always empty, because it came out as mojibake once."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 11
TITLE = "因乱码把应答说明 AddWord 一律置空"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("LAND-15B",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """No word about why."""
    if get(document, "body.Result") != "00":
        put(document, "body.AddWord", "")
    return document
