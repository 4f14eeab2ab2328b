"""#340: the receipt of a refund tells the amount without its sign."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put
from simulators.defects.receipts import BODY, receipt_of

NUMBER = 340
TITLE = "申请退款回单的实际金额丢了负号"
FAMILY = "treasury_receipt"
ROLE = "member"
FINDS = ("TV-03A",)


def request_document(contract: Contract, document: Document) -> Document:
    """A positive amount."""
    if receipt_of(contract) == "2302":
        put(document, f"{BODY}.XPayAmt", str(get(document, f"{BODY}.XPayAmt")).removeprefix("-"))
    return document
