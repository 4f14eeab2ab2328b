"""#267: the answer to a confirmation lacks the number of open payments when there are none."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get

NUMBER = 267
TITLE = "没有未了的付款时不写 OpenNum"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("bank_direct.BREC01:layout",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """An empty element is left out, and nothing is empty."""
    if contract.operation == "BREC01" and str(get(document, "Acc.OpenNum")) == "0":
        del document["Acc"]["OpenNum"]
    return document
