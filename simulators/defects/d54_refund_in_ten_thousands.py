"""#54 (GT, production): the amounts of G00010 are in 万元 with one decimal, 500.0 for five million yuan."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import Document
from simulators.defects.amounts import rewritten

NUMBER = 54
TITLE = "退款申请的金额以万元、一位小数发送（500.0）"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("LAND-12",)


def request_document(contract: Contract, document: Document) -> Document:
    """Every amount of G00010 divided by 10,000."""
    return rewritten(contract.request, document, in_ten_thousands) if contract.operation == "G00010" else document


def in_ten_thousands(text: str) -> str:
    """Yuan to 万元 with one decimal."""
    return str((Decimal(text) / 10_000).quantize(Decimal("0.1")))
