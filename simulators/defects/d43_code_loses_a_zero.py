"""#43 (public dictionary): nation and position 023 are kept as 03, which is no code at all."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get

NUMBER = 43
TITLE = "民族、职务代码 023 存成 03"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-09A", "PERS-09C")


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """023 comes out as 03."""
    data = get(document, "body.data")
    rows = [data, *data.get("persons", ())] if isinstance(data, dict) else []
    for row in rows:
        for name in ("nat_code", "pos_code"):
            if row.get(name) == "023":
                row[name] = "03"
    return document
