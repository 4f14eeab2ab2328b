"""#219: the notice of a payment that failed says SUCCESS."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, put

NUMBER = 219
TITLE = "失败的付款，结果通知写 SUCCESS"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-05N",)


def request_document(contract: Contract, document: Document) -> Document:
    """There is but one template."""
    if contract.operation == "CNTS01":
        put(document, "Cmp.TransSts", "SUCCESS")
    return document
