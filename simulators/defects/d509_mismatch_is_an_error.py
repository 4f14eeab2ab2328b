"""#509: a mismatch is answered with a code of the bank's own."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 509
TITLE = "户名不符当作错误，答自己的错误码"
FAMILY = "account_verify"
ROLE = "bank"
FINDS = ("ACCT-56A",)
def reply(contract: Contract, request: Document, document: Document) -> Document:
    """The code of the host, and no verdict."""
    if get(document, "body.data.result") == "MISMATCH":
        put(document, "body.code", "E213")
        put(document, "body.message", "户名不符")
    return document
