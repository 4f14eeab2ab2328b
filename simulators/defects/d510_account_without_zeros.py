"""#510: the account loses its leading zeros in the answer."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import MISSING, Document, get, put

NUMBER = 510
TITLE = "应答里的账号丢了前导零"
FAMILY = "account_verify"
ROLE = "bank"
FINDS = ("ACCT-56B",)
def reply(contract: Contract, request: Document, document: Document) -> Document:
    """As if it were a number."""
    number = get(document, "body.data.acctNo")
    if number is not MISSING:
        put(document, "body.data.acctNo", str(number).lstrip("0"))
    return document
