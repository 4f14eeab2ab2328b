"""#166: dates of replies are written as a database prints them."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 166
TITLE = "应答日期写成 2026-06-01"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-09D",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """yyyy-MM-dd."""
    day = str(get(document, "RespDate"))
    put(document, "RespDate", f"{day[:4]}-{day[4:6]}-{day[6:]}")
    return document
