"""#681: a refusal has no serial, and a code of its own."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 681
TITLE = "拒绝的应答不回带流水号，结果码是主机的"
FAMILY = "account_filing"
ROLE = "finance"
FINDS = ("ACCT-27A", "ACCT-27B")
def reply(contract: Contract, request: Document, document: Document) -> Document:
    """What the host said."""
    result = str(get(document, "Result"))
    if result == "1006":
        put(document, "BankSeqNo", "0")
    elif result == "1003":
        put(document, "Result", "7213")
    return document
