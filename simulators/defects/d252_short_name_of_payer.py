"""#252: the payer's name goes out as the short name of the books."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 252
TITLE = "付款户名发的是账套里的简称"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-06C",)


def request_document(contract: Contract, document: Document) -> Document:
    """Without the last character."""
    name = get(document, "Corp.DbAccName")
    if isinstance(name, str) and len(name) > 1:
        put(document, "Corp.DbAccName", name[:-1])
    return document
