"""#181: refusals have no text."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get

NUMBER = 181
TITLE = "未受理时 RespInfo 为空，不说原因"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-09E",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """The text is blanked for everything but success."""
    if contract.operation == "CFRT02" and get(document, "RespCode") not in ("0000", "0001", "0002"):
        document.pop("RespInfo", None)
    return document
