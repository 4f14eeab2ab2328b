"""#220: the amount of the notice is in fen."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import Document
from simulators.defects.amounts import rewritten

NUMBER = 220
TITLE = "结果通知的金额以分写出"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-06N",)


def request_document(contract: Contract, document: Document) -> Document:
    """A hundred times the amount."""
    return rewritten(contract.request, document, in_fen) if contract.operation == "CNTS01" else document


def in_fen(text: str) -> str:
    """Yuan taken for fen."""
    return str((Decimal(text) * 100).quantize(Decimal("0.01")))
