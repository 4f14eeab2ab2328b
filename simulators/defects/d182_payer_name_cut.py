"""#182: the payer's name in the reply comes from a column of 20 bytes."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 182
TITLE = "应答的付款户名取自 20 字节的列，被截断"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-06A",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """Cut at whole characters."""
    name = get(document, "Corp.DbAccName")
    if contract.operation == "CFRT02" and isinstance(name, str):
        put(document, "Corp.DbAccName", name.encode("gbk")[:20].decode("gbk", "ignore"))
    return document
