"""#342: the receipt of a return has lost all details but the first."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put
from simulators.defects.receipts import BODY, receipt_of

NUMBER = 342
TITLE = "实拨退款通知书的回单只剩第一条明细"
FAMILY = "treasury_receipt"
ROLE = "member"
FINDS = ("TV-03",)


def request_document(contract: Contract, document: Document) -> Document:
    """One detail."""
    if receipt_of(contract) == "3208":
        put(document, f"{BODY}.DetailList.Detail", get(document, f"{BODY}.DetailList.Detail")[:1])
    return document
