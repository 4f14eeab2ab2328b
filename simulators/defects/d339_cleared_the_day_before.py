"""#339: the clearing date of a receipt is the day before the clearing voucher."""

from __future__ import annotations

from datetime import datetime, timedelta

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put
from simulators.defects.receipts import BODY, receipt_of

NUMBER = 339
TITLE = "申请划款回单的清算日期早于凭证日期"
FAMILY = "treasury_receipt"
ROLE = "member"
FINDS = ("TV-04",)


def request_document(contract: Contract, document: Document) -> Document:
    """The day before."""
    if receipt_of(contract) == "2301":
        day = datetime.strptime(str(get(document, f"{BODY}.VouDate")), "%Y%m%d") - timedelta(days=1)
        put(document, f"{BODY}.XClearDate", f"{day:%Y%m%d}")
    return document
