"""#336: a return is written in fen where yuan belong."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 336
TITLE = "实拨退款金额按分写，超过原拨款"
FAMILY = "treasury_voucher"
ROLE = "member"
FINDS = ("TV-05E",)
AT = "voucher.VoucherBody.Voucher"


def request_document(contract: Contract, document: Document) -> Document:
    """A hundred times too much, and then some."""
    if contract.operation == "writeVoucher 3208":
        rows = get(document, f"{AT}.DetailList.Detail")
        for row in rows if isinstance(rows, list) else ():
            row["PayAmt"] = f"{Decimal(str(row['PayAmt'])) * 1000:.2f}"
        put(document, f"{AT}.PayAmt", f"{sum(Decimal(str(r['PayAmt'])) for r in rows):.2f}")
    return document
