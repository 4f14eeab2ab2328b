"""#169: the balance of an account that nobody has ends in an exception, and the line is closed."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get

NUMBER = 169
TITLE = "查询不存在的账户时程序异常，直接断开不应答"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("bank_direct.CQRA06:answers",)


def reply(contract: Contract, request: Document, document: Document) -> Document | None:
    """No reply where 1002 belongs."""
    return None if contract.operation == "CQRA06" and get(document, "RespCode") == "1002" else document
