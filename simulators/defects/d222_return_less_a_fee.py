"""#222: what comes back is told less a fee."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import Document
from simulators.defects.amounts import rewritten

NUMBER = 222
TITLE = "退票通知的金额扣了手续费，少于原金额"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-04B",)


def request_document(contract: Contract, document: Document) -> Document:
    """One fen less, so that it is true of small ones, too."""
    if contract.operation != "CNTR01":
        return document
    return rewritten(contract.request, document, lambda text: str(Decimal(text) - Decimal("0.01")))
