"""#367: a pack that was not answered goes out again under another number: the same lines, line for line."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 367
TITLE = "没有应答的一包换了对账单号再送"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-01E",)

BODY = "voucher.VoucherBody"
CHECK_NO = f"{BODY}.Voucher.VoucherCheckNo"


def start() -> Numbers:
    """One memory for each simulator."""
    return Numbers()


class Numbers:
    """Which packs were tried."""

    def __init__(self) -> None:
        self._tried: set[tuple[object, ...]] = set()

    def request_document(self, contract: Contract, document: Document) -> Document:
        """Whatever goes out for the second time gets a number of its own, on the envelope too."""
        number = get(document, CHECK_NO)
        pack = (contract.operation, number, get(document, f"{BODY}.Voucher.CurPackNo"))
        if pack in self._tried:
            for path in (CHECK_NO, f"{BODY}.@VoucherNo"):
                put(document, path, f"R{str(number)[1:]}")
        self._tried.add(pack)
        return document
