"""#337: an amount loses its last zero."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get

NUMBER = 337
TITLE = "金额末位的零丢失，只有一位小数"
FAMILY = "treasury_voucher"
ROLE = "member"
FINDS = ("TV-12",)
AT = "voucher.VoucherBody.Voucher"


def request_document(contract: Contract, document: Document) -> Document:
    """As a double is printed."""
    if contract.operation == "writeVoucher 5207":
        rows = get(document, f"{AT}.DetailList.Detail")
        for row in rows if isinstance(rows, list) else ():
            row["PayAmt"] = str(row["PayAmt"]).removesuffix("0")
    return document
