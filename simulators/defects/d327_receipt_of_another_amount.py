"""#327: the main amount of a receipt is worked out anew and loses a fen."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 327
TITLE = "回单主单实付金额少一分，与明细之和不等"
FAMILY = "treasury_voucher"
ROLE = "member"
FINDS = ("TV-03A", "TV-03B")
AT = "voucher.VoucherBody.Voucher"


def request_document(contract: Contract, document: Document) -> Document:
    """One fen is gone."""
    if contract.operation == "saveStampVoucher 8202":
        amount = Decimal(str(get(document, f"{AT}.XPayAmt")))
        put(document, f"{AT}.XPayAmt", f"{max(Decimal('0.01'), amount - Decimal('0.01')):.2f}" if amount > Decimal("0.01") else "0.02")
    return document
