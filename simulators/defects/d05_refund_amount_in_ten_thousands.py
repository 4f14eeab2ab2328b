"""#5 (GT, its bank simulator): refund amounts stay in 万元 while G00001 is converted to yuan."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import Document
from simulators.defects.amounts import rewritten

NUMBER = 5
TITLE = "退款明细与退款到账通知的金额未换算（万元当元）"
FAMILY = "land_margin"
ROLE = "bank"
FINDS = ("LAND-08J", "LAND-08M", "LAND-12")

REFUNDS = ("G00011", "G00012")


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """G00011 lists a ten-thousandth of every amount."""
    return rewritten(contract.reply, document, ten_thousandth) if contract.operation in REFUNDS else document


def request_document(contract: Contract, document: Document) -> Document:
    """G00012 tells of a ten-thousandth of every amount."""
    return rewritten(contract.request, document, ten_thousandth) if contract.operation in REFUNDS else document


def ten_thousandth(text: str) -> str:
    """The amount divided by 10,000, cut to two decimals as the format wants it."""
    return str((Decimal(text) / 10_000).quantize(Decimal("0.01")))
