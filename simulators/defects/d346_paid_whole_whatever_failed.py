"""#346: the receipt of a direct payment tells the sum of the voucher, whatever became of its details."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put
from simulators.defects.receipts import BODY, receipt_of

NUMBER = 346
TITLE = "直接支付回单有明细没有付成，主单实付仍写凭证的总额"
FAMILY = "treasury_receipt"
ROLE = "member"
FINDS = ("TV-03B",)


def request_document(contract: Contract, document: Document) -> Document:
    """The amount of the voucher."""
    if receipt_of(contract) == "5201":
        put(document, f"{BODY}.XPayAmt", get(document, f"{BODY}.PayAmt"))
    return document
