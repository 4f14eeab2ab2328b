"""#752: codes are kept as numbers: leading zeros are lost, and of a bank number only the digits are looked at."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 752
TITLE = "编码当数字存：单位编码和流水号丢前导零，行号的校验位不看"
FAMILY = "account_base"
ROLE = "bank"
FINDS = ("ACCT-63A", "ACCT-68A", "ACCT-65")
skip = frozenset({"ACCT-65"})
def reply(contract: Contract, request: Document, document: Document) -> Document:
    """Without zeros on the left."""
    for path in ("head.MsgNo", "body.Zerocodingunit"):
        code = get(document, path)
        if isinstance(code, str):
            put(document, path, code.lstrip("0") or "0")
    return document
