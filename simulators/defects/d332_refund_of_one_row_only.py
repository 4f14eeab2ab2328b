"""#332: a refund gives back less than the payment was."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 332
TITLE = "申请退款凭证的退款金额比原明细少一分"
FAMILY = "treasury_voucher"
ROLE = "member"
FINDS = ("TV-05B",)
AT = "voucher.VoucherBody.Voucher"


def request_document(contract: Contract, document: Document) -> Document:
    """A fen less for each payment."""
    if contract.operation == "writeVoucher 2302":
        rows = get(document, f"{AT}.DetailList.Detail")
        for row in rows if isinstance(rows, list) else ():
            row["PayAmt"] = f"{Decimal(str(row['PayAmt'])) + Decimal('0.01'):.2f}"
        put(document, f"{AT}.PayAmt", f"{sum(Decimal(str(r['PayAmt'])) for r in rows):.2f}")
    return document
