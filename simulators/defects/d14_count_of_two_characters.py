"""#14 (FBI): Count is a field of two characters; from 100 receipts on its third digit is lost."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 14
TITLE = "Count 只有两位，满 100 笔时被截断"
FAMILY = "land_margin"
ROLE = "bank"
FINDS = ("LAND-07",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """100 becomes 10."""
    count = get(document, "body.Count")
    if contract.operation == "G00005" and isinstance(count, str):
        put(document, "body.Count", count[:2])
    return document
