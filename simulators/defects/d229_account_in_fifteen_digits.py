"""#229: the account of a confirmation comes from a column of fifteen digits."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 229
TITLE = "余额对账的账号取自 15 位的列，被截断"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07O",)


def request_document(contract: Contract, document: Document) -> Document:
    """The first fifteen digits."""
    if contract.operation == "BREC01":
        put(document, "Cmp.AccNo", str(get(document, "Cmp.AccNo"))[:15])
    return document
