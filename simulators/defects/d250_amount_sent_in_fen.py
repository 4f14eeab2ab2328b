"""#250: amounts go out in fen, as another bank wants them."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import Document
from simulators.defects.amounts import rewritten

NUMBER = 250
TITLE = "付款金额按分发出（另一家银行的口径），放大一百倍"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-06P",)


def request_document(contract: Contract, document: Document) -> Document:
    """A hundred times the amount, in the right format."""
    return rewritten(contract.request, document, in_fen) if contract.operation == "CFRT02" else document


def in_fen(text: str) -> str:
    """Yuan taken for fen."""
    return str((Decimal(text) * 100).quantize(Decimal("0.01")))
