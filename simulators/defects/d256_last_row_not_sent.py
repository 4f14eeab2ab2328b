"""#256: the last row of a batch is not sent; number and sum are those of what is sent."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 256
TITLE = "批量代发少送最后一行，笔数和合计按送出的算"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-05H",)


def request_document(contract: Contract, document: Document) -> Document:
    """All rows but one, in themselves consistent."""
    if contract.operation == "IBAF04" and len(get(document, "Cmp.Row")) > 1:
        rows = get(document, "Cmp.Row")[:-1]
        put(document, "Cmp.Row", rows)
        put(document, "Cmp.SumNum", str(len(rows)))
        put(document, "Amt", str(sum((Decimal(row["Amt"]) for row in rows), Decimal("0.00"))))
    return document
