"""#335: a return carries its own day for that of the appropriation, or the year in front of it."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 335
TITLE = "实拨退款的原凭证日期填成上一年"
FAMILY = "treasury_voucher"
ROLE = "member"
FINDS = ("TV-05D",)
AT = "voucher.VoucherBody.Voucher"


def request_document(contract: Contract, document: Document) -> Document:
    """The year before."""
    if contract.operation == "writeVoucher 3208":
        day = str(get(document, f"{AT}.OriVouDate"))
        put(document, f"{AT}.OriVouDate", f"{int(day[:4]) - 1}{day[4:]}")
    return document
