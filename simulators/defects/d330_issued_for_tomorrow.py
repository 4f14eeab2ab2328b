"""#330: a voucher that is written in the evening bears the next day."""

from __future__ import annotations

from datetime import datetime, timedelta

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 330
TITLE = "凭证日期写成次日"
FAMILY = "treasury_voucher"
ROLE = "member"
FINDS = ("TV-02C",)
AT = "voucher.VoucherBody.Voucher"


def request_document(contract: Contract, document: Document) -> Document:
    """Tomorrow's date."""
    if contract.operation == "writeVoucher 2301":
        day = datetime.strptime(str(get(document, f"{AT}.VouDate")), "%Y%m%d") + timedelta(days=1)
        put(document, f"{AT}.VouDate", f"{day:%Y%m%d}")
    return document
