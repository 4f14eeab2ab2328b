"""#328: the receipt says that it was paid on the day before."""

from __future__ import annotations

from datetime import datetime, timedelta

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 328
TITLE = "回单的实际支付日期早于凭证日期"
FAMILY = "treasury_voucher"
ROLE = "member"
FINDS = ("TV-04",)
AT = "voucher.VoucherBody.Voucher"


def request_document(contract: Contract, document: Document) -> Document:
    """Yesterday, by a clock that is off."""
    if contract.operation == "saveStampVoucher 8202":
        day = datetime.strptime(str(get(document, f"{AT}.XPayDate")), "%Y%m%d") - timedelta(days=1)
        put(document, f"{AT}.XPayDate", f"{day:%Y%m%d}")
    return document
