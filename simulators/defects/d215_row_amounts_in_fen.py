"""#215: rows are told in fen, the head in yuan."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import Document
from simulators.defects.amounts import rewritten

NUMBER = 215
TITLE = "批量结果的逐行金额以分写出"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-05E", "BD-05B")


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """A hundred times the amount of each row."""
    return rewritten([f for f in contract.reply if "[]" in f.path], document, in_fen) if contract.operation == "IBAQ06" else document


def in_fen(text: str) -> str:
    """Yuan taken for fen."""
    return str((Decimal(text) * 100).quantize(Decimal("0.01")))
