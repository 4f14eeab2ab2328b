"""#259: account numbers have been through a spreadsheet: leading zeros are lost."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 259
TITLE = "账号经过电子表格，丢了前导零"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-07E",)


def request_document(contract: Contract, document: Document) -> Document:
    """As a number."""
    if contract.operation in ("CQRA06", "CQRA10"):
        put(document, "Cmp.DbAccNo", str(get(document, "Cmp.DbAccNo")).lstrip("0").zfill(8))
    return document
