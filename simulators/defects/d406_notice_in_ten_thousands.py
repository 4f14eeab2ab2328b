"""#406: the amounts of a notice are in ten thousands of yuan, as the land market has them."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import Document, copy
from simulators.defects.amounts import rewritten

NUMBER = 406
TITLE = "通知的金额以万元发出"
FAMILY = "land_payment"
ROLE = "land"
FINDS = ("LAND-32F", "LAND-32D", "LAND-32G")


def request_document(contract: Contract, document: Document) -> Document:
    """A ten-thousandth, but never nothing."""
    if contract.operation != "5671":
        return document
    changed: Document = rewritten(contract.request, copy(document), in_ten_thousands, suffix="DetailAmt")
    rows = changed["body"]["Bill"]["DetailList"]["Detail"]
    for row in rows:
        row["TraAmt"] = row["DetailAmt"]
    changed["body"]["Bill"]["TraAmt"] = str(sum((Decimal(row["DetailAmt"]) for row in rows), Decimal(0)))
    return changed


def in_ten_thousands(text: str) -> str:
    """Yuan to ten thousands, two decimals."""
    return str(max((Decimal(text) / 10000).quantize(Decimal("0.01")), Decimal("0.01")))
