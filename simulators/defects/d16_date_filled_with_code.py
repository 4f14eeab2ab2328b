"""#16 (GT, its bank simulator): the link test answers with its transaction code where the date belongs."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, put

NUMBER = 16
TITLE = "链路测试应答的 TransDate 填成了交易码"
FAMILY = "land_margin"
ROLE = "bank"
FINDS = ("LAND-11C",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """G00009 as a date."""
    if contract.operation == "G00009":
        put(document, "head.TransDate", contract.operation)
    return document
