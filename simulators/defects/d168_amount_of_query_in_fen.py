"""#168: the query reads the amount from a table that holds fen."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import Document
from simulators.defects.amounts import rewritten

NUMBER = 168
TITLE = "付款状态查询的金额取自以分为单位的表，放大一百倍"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-06D",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """A hundred times the amount, in the right format."""
    return rewritten(contract.reply, document, in_fen) if contract.operation == "CQRT04" else document


def in_fen(text: str) -> str:
    """Yuan taken for fen."""
    return str((Decimal(text) * 100).quantize(Decimal("0.01")))
