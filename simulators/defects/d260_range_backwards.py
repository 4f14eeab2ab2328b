"""#260: the range of a statement goes out the wrong way round."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 260
TITLE = "明细查询的起止日期写反"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-07J",)


def request_document(contract: Contract, document: Document) -> Document:
    """From the last day to the first."""
    if contract.operation == "CQRA10":
        first, last = get(document, "Corp.StartDate"), get(document, "Corp.EndDate")
        put(document, "Corp.StartDate", last)
        put(document, "Corp.EndDate", first)
    return document
