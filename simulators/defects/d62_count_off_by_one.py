"""#62: the count of accepted rows is one too high as soon as a row was rejected."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import MISSING, Document, get, put

NUMBER = 62
TITLE = "有拒绝行时接受行数多算一行"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-11B",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """One more than was accepted."""
    if get(document, "body.data.rejected_count") not in (MISSING, 0):
        put(document, "body.data.accepted", get(document, "body.data.accepted") + 1)
    return document
