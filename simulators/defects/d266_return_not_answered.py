"""#266: the handler of returns sends nothing back."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document

NUMBER = 266
TITLE = "收下退票通知后不作应答"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("bank_direct.CNTR01:answers",)


def reply(contract: Contract, request: Document, document: Document) -> Document | None:
    """No reply at all."""
    return None if contract.operation == "CNTR01" else document
