"""Bank side: an answer that cannot be read is taken for a failure, and the receipt is told again as a new one.

A lost answer it handles as it should; only what comes garbled, cut or for another message leads to the new serial.
"""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 82
TITLE = "应答读不懂时当作失败，换一个银行流水号重报同一笔到账"
FAMILY = "land_margin"
ROLE = "bank"
FINDS = ("land_margin.G00001:duty",)


class Retold:
    """Remembers whether the last answer could be read."""

    def __init__(self) -> None:
        self._unreadable = False

    def unreadable(self, contract: Contract) -> None:
        """The answer to the last request said nothing."""
        self._unreadable = contract.operation == "G00001"

    def request_document(self, contract: Contract, document: Document) -> Document:
        """The next sending of the receipt gets a serial of its own."""
        if contract.operation == "G00001" and self._unreadable:
            put(document, "body.InBankFLCode", f"{str(get(document, 'body.InBankFLCode'))[:28]}R")
            self._unreadable = False
        return document


def start() -> Retold:
    """One memory per simulator."""
    return Retold()
