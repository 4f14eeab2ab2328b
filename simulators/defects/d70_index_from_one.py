"""#70: rejected rows are counted from 1, so each reason stands beside the wrong person."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get

NUMBER = 70
TITLE = "拒绝行号从 1 起"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-11A",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """The first row is number 1."""
    rows = get(document, "body.data.rejected")
    for row in rows if isinstance(rows, list) else ():
        row["index"] += 1
    return document
