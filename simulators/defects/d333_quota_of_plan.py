"""#333: a quota is written for what was planned, not for what was cleared."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 333
TITLE = "清算额度按计划数写，不按实际划款"
FAMILY = "treasury_voucher"
ROLE = "member"
FINDS = ("TV-06A",)
AT = "voucher.VoucherBody.Voucher"


def request_document(contract: Contract, document: Document) -> Document:
    """One yuan more than was cleared."""
    if contract.operation == "writeVoucher 5106":
        rows = get(document, f"{AT}.DetailList.Detail")
        rows[0]["PlanAmt"] = f"{Decimal(str(rows[0]['PlanAmt'])) + 1:.2f}"
        put(document, f"{AT}.PlanAmt", f"{sum(Decimal(str(r['PlanAmt'])) for r in rows):.2f}")
    return document
