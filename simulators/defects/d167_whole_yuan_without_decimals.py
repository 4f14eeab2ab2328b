"""#167: whole amounts are written without decimals."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document
from simulators.defects.amounts import rewritten

NUMBER = 167
TITLE = "整数金额不写两位小数（1200）"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-09",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """1200.00 becomes 1200."""
    return rewritten(contract.reply, document, lambda text: text.removesuffix(".00"))
