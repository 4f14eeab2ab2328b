"""#230: the notice is built in a field of the handler, so every notice tells of the first payment."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, copy

NUMBER = 230
TITLE = "结果通知的报文缓存在实例变量里，每次都通知第一笔"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-06N", "BD-05N", "bank_direct.CNTS01:sent", "bank_direct.settle:causes", "bank_direct.reverse:causes")


def start() -> Notices:
    """One handler for each simulator."""
    return Notices()


class Notices:
    """The notice that was built first."""

    def __init__(self) -> None:
        self._first: Document = {}

    def request_document(self, contract: Contract, document: Document) -> Document:
        """All but the first are the first."""
        if contract.operation != "CNTS01":
            return document
        self._first = self._first or copy(document)
        made: Document = copy(self._first)
        return made
