"""#262: amounts are printed as doubles."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.contract import Contract
from kanhe.model.document import Document
from simulators.defects.amounts import rewritten

NUMBER = 262
TITLE = "付款金额按双精度打印（1200.0、1.2E7）"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-09",)


def request_document(contract: Contract, document: Document) -> Document:
    """As few decimals as will do."""
    return rewritten(contract.request, document, lambda text: repr(float(Decimal(text)))) if contract.operation == "CFRT02" else document
