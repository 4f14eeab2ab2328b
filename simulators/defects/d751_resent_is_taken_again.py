"""#751: nothing remembers the number of a message, nothing counts its rows, and a refusal has the code of the host."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put
from simulators.defects.filing import forgetting

NUMBER = 751
TITLE = "重送的再办一次，换了内容也办；行数不看；拒绝的应答是主机的码"
FAMILY = "account_base"
ROLE = "bank"
FINDS = ("ACCT-67", "ACCT-66", "ACCT-68B")
skip = frozenset({"ACCT-66"})
behave = forgetting("load_base", "number")


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """What the host said."""
    if get(document, "body.Result") == "1002":
        put(document, "body.Result", "7213")
    return document
