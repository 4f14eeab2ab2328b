"""#334: a quota refers to its own number."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 334
TITLE = "额度通知单的划款单号填成自己的编号"
FAMILY = "treasury_voucher"
ROLE = "member"
FINDS = ("TV-06",)
AT = "voucher.VoucherBody.Voucher"


def request_document(contract: Contract, document: Document) -> Document:
    """The wrong number in the reference."""
    if contract.operation == "writeVoucher 5106":
        put(document, f"{AT}.ClearVoucherNo", get(document, f"{AT}.VoucherNo"))
    return document
