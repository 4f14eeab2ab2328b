"""#4 (GT): `"" + 5000.0 * 10000` is the text of a Java double: from 10,000,000 yuan on it reads 5.0E7.

Seen in a land side; planted in the bank, whose every large receipt shows it.
"""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import Document
from simulators.defects.amounts import rewritten

NUMBER = 4
TITLE = "一千万元及以上的金额写成科学计数法（5.0E7）"
FAMILY = "land_margin"
ROLE = "bank"
FINDS = ("LAND-12",)


def request_document(contract: Contract, document: Document) -> Document:
    """Amounts as Java prints doubles."""
    return rewritten(contract.request, document, java_double)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """The same in lists of receipts and refunds."""
    return rewritten(contract.reply, document, java_double)


def java_double(text: str) -> str:
    """What Double.toString makes of an amount of 10^7 and more; smaller ones stay as they are."""
    amount = Decimal(text)
    if abs(amount) < 10_000_000:
        return text
    sign, digits, exponent = amount.normalize().as_tuple()
    figures = "".join(map(str, digits))
    power = len(figures) - 1 + int(exponent)
    return f"{'-' if sign else ''}{figures[0]}.{figures[1:] or '0'}E{power}"
