"""#217: every sending of a notice gets a number of its own."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 217
TITLE = "结果通知没有应答时换通知流水号再送"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("bank_direct.CNTS01:duty",)


def start() -> Numbers:
    """One counter for each simulator."""
    return Numbers()


class Numbers:
    """How many notices went out."""

    def __init__(self) -> None:
        self._sent = 0

    def request_document(self, contract: Contract, document: Document) -> Document:
        """The number of the sending, not of the notice."""
        if contract.operation == "CNTS01":
            self._sent += 1
            put(document, "Cmp.NtcSeqNo", f"{str(get(document, 'Cmp.NtcSeqNo'))[:20]}N{self._sent:010d}")
        return document
