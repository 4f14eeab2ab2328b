"""#254: rows are numbered within a page of two."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get

NUMBER = 254
TITLE = "批内行号按每页两行从 1 编起，重复"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-05G",)


def request_document(contract: Contract, document: Document) -> Document:
    """1 2 1 2 …; with two rows, both are on one side of the sheet."""
    if contract.operation == "IBAF04":
        for place, row in enumerate(get(document, "Cmp.Row")):
            row["RowNo"] = str(place // 2 + 1)
    return document
