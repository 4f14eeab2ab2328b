"""#657: the statement of a day without business repeats the total of the last one, above no line at all."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import MISSING, Document, get, put

NUMBER = 657
TITLE = "没有发生额的对账单还报上一张的总金额"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-02A",)

VOUCHER = "voucher.VoucherBody.Voucher"
TOTAL = f"{VOUCHER}.AllAmt"


def start() -> Totals:
    """One memory for each simulator."""
    return Totals()


class Totals:
    """The last total of each kind of statement that had lines."""

    def __init__(self) -> None:
        self._last: dict[str, object] = {}

    def request_document(self, contract: Contract, document: Document) -> Document:
        """The buffer of the total is not cleared."""
        if get(document, TOTAL) is MISSING:
            return document
        if get(document, f"{VOUCHER}.DetailList.Detail") in (MISSING, None, []):
            put(document, TOTAL, self._last.get(contract.operation, get(document, TOTAL)))
        else:
            self._last[contract.operation] = get(document, TOTAL)
        return document
