"""#668: a refusal has no number of the message, and a code of its own."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 668
TITLE = "拒绝的应答不回带报文流水号，结果码是主机的"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-38A", "ACCT-38B")
def reply(contract: Contract, request: Document, document: Document) -> Document:
    """What the host said."""
    result = str(get(document, "body.Result"))
    if result == "1004":
        put(document, "head.MsgNo", "0")
    elif result == "1002":
        put(document, "body.Result", "7213")
    return document
