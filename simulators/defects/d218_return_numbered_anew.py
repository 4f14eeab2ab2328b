"""#218: every sending of a return gets a number of its own."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 218
TITLE = "退票通知没有应答时换退票流水号再送"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("bank_direct.CNTR01:duty",)


def start() -> Numbers:
    """One counter for each simulator."""
    return Numbers()


class Numbers:
    """How many returns went out."""

    def __init__(self) -> None:
        self._sent = 0

    def request_document(self, contract: Contract, document: Document) -> Document:
        """The number of the sending, not of the return."""
        if contract.operation == "CNTR01":
            self._sent += 1
            put(document, "Cmp.RtnSeqNo", f"{str(get(document, 'Cmp.RtnSeqNo'))[:20]}N{self._sent:010d}")
        return document
