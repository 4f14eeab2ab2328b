"""#563: the batch number is cut in the answers."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import MISSING, Document, get, put

NUMBER = 563
TITLE = "应答的批次号截成 12 位"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-30D",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """Twelve characters are kept."""
    number = get(document, "body.data.batchNo")
    if number is not MISSING:
        put(document, "body.data.batchNo", str(number)[:12])
    return document
