"""#13 (FBI): a repeated G00003 is answered 01 without AcctNo; who lost the first reply never learns the number."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, drop, get

NUMBER = 13
TITLE = "重复申请子账号时答 01，却不给 AcctNo"
FAMILY = "land_margin"
ROLE = "bank"
FINDS = ("LAND-05",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """01 and nothing else."""
    if contract.operation == "G00003" and get(document, "body.Result") == "01":
        drop(document, "body.AcctNo")
    return document
