"""#248: payments are only looked for up to the day before, as statements are."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put
from kanhe.simulate.timetable import next_day

NUMBER = 248
TITLE = "付款状态只查到前一日，当日的永远查不到"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-03B",)


def request_document(contract: Contract, document: Document) -> Document:
    """Up to yesterday."""
    if contract.operation == "CQRT04":
        put(document, "Corp.EndDate", next_day(str(get(document, "ReqDate")), -1))
    return document
