"""#253: the total of a batch is summed in doubles and cut to fen."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 253
TITLE = "批量合计用双精度累加再截去分以下"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-05F",)


def request_document(contract: Contract, document: Document) -> Document:
    """0.29 * 100 is a little less than 29."""
    if contract.operation == "IBAF04":
        summed = sum(float(row["Amt"]) for row in get(document, "Cmp.Row"))
        put(document, "Amt", str(Decimal(int(summed * 100)).scaleb(-2)))
    return document
