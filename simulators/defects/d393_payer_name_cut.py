"""#393: the payer of a report comes from a column of twenty bytes."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get

NUMBER = 393
TITLE = "回报的付款人全称取自 20 字节的列，被截断"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-33E",)


def request_document(contract: Contract, document: Document) -> Document:
    """Ten Chinese characters at the most."""
    name = get(document, "body.Bill.PayAcctName")
    if contract.operation == "2671" and isinstance(name, str):
        document["body"]["Bill"] = {**document["body"]["Bill"], "PayAcctName": name[:10]}
    return document
