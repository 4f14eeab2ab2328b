"""#171: replies lack RespSource."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document

NUMBER = 171
TITLE = "应答缺 RespSource"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("bank_direct.CFRT02:layout",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """The element is not there."""
    document.pop("RespSource", None)
    return document
