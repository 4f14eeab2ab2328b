"""#249: the key of a query comes from a column of sixteen characters."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 249
TITLE = "查询的原流水号取自 16 位的列，被截断"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-03A",)


def request_document(contract: Contract, document: Document) -> Document:
    """The first sixteen."""
    if contract.operation == "CQRT04":
        put(document, "Cmp.OrgReqSeqNo", str(get(document, "Cmp.OrgReqSeqNo"))[:16])
    return document
