"""#56 (GT): the production handler of G00012 returns nothing; the bank sees a time-out."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document

NUMBER = 56
TITLE = "收下退款到账通知 G00012 后不作任何应答"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("land_margin.G00012:answers",)


def reply(contract: Contract, request: Document, document: Document) -> Document | None:
    """No reply at all for G00012."""
    return None if contract.operation == "G00012" else document
