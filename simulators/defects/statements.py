"""What several defects of the treasury's reconciliation do: say something else in a statement, in an answer, or about a whole day."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get

BODY = "voucher.VoucherBody.Voucher"
CENT = Decimal("0.01")
Told = Callable[[Contract, Document], Document]
Body = dict[str, Any]


def saying(*operations: str) -> Callable[[Callable[[Body], None]], Told]:
    """The hook `request_document` out of a function that changes the voucher of these operations (`writeVoucher 3507`) in place."""

    def hook_of(change: Callable[[Body], None]) -> Told:
        def request_document(contract: Contract, document: Document) -> Document:
            body = get(document, BODY)
            if contract.operation in operations and isinstance(body, dict):
                change(body)
            return document

        return request_document

    return hook_of


def lines(body: Body) -> list[Body]:
    """The lines of a statement or of an answer; none on a quiet day."""
    found = get(body, "DetailList.Detail")
    return found if isinstance(found, list) else []


def amount(line: Body, name: str) -> Decimal:
    """An amount of a line in yuan."""
    return Decimal(line[name])


def written(value: Decimal) -> str:
    """An amount as statements carry it."""
    return format(value.quantize(CENT), "f")
