"""#257: rows are sorted by account and amounts are not, so that everybody gets another one's pay."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get

NUMBER = 257
TITLE = "批量代发按账号排序时金额没有跟着走，张冠李戴"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-05H",)


def request_document(contract: Contract, document: Document) -> Document:
    """The amounts move on by one row."""
    if contract.operation == "IBAF04":
        rows = get(document, "Cmp.Row")
        amounts = [row["Amt"] for row in rows]
        for row, amount in zip(rows, amounts[1:] + amounts[:1], strict=True):
            row["Amt"] = amount
    return document
