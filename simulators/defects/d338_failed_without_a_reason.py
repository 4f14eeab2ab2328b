"""#338: a detail that could not be paid has 0.00 and no reason."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get
from simulators.defects.receipts import BODY, receipt_of

NUMBER = 338
TITLE = "直接支付回单的一条明细没有付成，实付写 0.00 却不写原因"
FAMILY = "treasury_receipt"
ROLE = "member"
FINDS = ("TV-03A",)


def request_document(contract: Contract, document: Document) -> Document:
    """All reasons are left out."""
    if receipt_of(contract) == "5201":
        for row in get(document, f"{BODY}.DetailList.Detail"):
            row.pop("XAddWord", None)
    return document
