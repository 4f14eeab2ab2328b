"""#365: the envelope bears the number of the statement before."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put
from simulators.defects.statements import BODY

NUMBER = 365
TITLE = "信封的编号是上一张对账单的"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TV-01",)


class Envelopes:
    """Remembers the number that was sent last."""

    def __init__(self) -> None:
        self._last = ""

    def request_document(self, contract: Contract, document: Document) -> Document:
        """Write the last number, keep this one."""
        number = str(get(document, f"{BODY}.VoucherCheckNo"))
        if self._last and contract.operation.startswith("writeVoucher 35"):
            put(document, "voucher.VoucherBody.@VoucherNo", self._last)
        self._last = number
        return document


def start() -> Envelopes:
    """One memory per simulator."""
    return Envelopes()
