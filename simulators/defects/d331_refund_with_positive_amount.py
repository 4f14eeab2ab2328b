"""#331: a refund is written with a positive amount."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 331
TITLE = "申请退款凭证的金额写成正数"
FAMILY = "treasury_voucher"
ROLE = "member"
FINDS = ("TV-05C", "TV-05B")
AT = "voucher.VoucherBody.Voucher"


def request_document(contract: Contract, document: Document) -> Document:
    """The sign is lost."""
    if contract.operation == "writeVoucher 2302":
        rows = get(document, f"{AT}.DetailList.Detail")
        for row in rows if isinstance(rows, list) else ():
            row["PayAmt"] = str(row["PayAmt"]).removeprefix("-")
        put(document, f"{AT}.PayAmt", str(get(document, f"{AT}.PayAmt")).removeprefix("-"))
    return document
