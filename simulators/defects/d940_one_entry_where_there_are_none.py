"""#940: a statement without entries says that there is one, and writes no list."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import MISSING, Document, get, put

NUMBER = 940
TITLE = "没有明细的对账单报一笔，明细一条不写"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07F",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """The number of a line that a spreadsheet has all the same: its head."""
    if contract.operation == "CQRA10" and not get(document, "Cmp.Detail") and get(document, "Cmp.RecordNum") is not MISSING:
        put(document, "Cmp.RecordNum", "1")
    return document
