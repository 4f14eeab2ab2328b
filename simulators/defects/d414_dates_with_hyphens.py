"""#414: dates of replies are written as a database prints them, whole amounts without decimals."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put
from simulators.defects.amounts import rewritten

NUMBER = 414
TITLE = "应答日期写成 2026-06-01，整数金额不写两位小数"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-36C", "LAND-36D")


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """yyyy-MM-dd in the answers to notices, no decimals in those to questions."""
    if contract.operation == "5671":
        day = str(get(document, "head.SendDate"))
        put(document, "head.SendDate", f"{day[:4]}-{day[4:6]}-{day[6:]}")
    return rewritten(contract.reply, document, lambda text: text.removesuffix(".00"))
