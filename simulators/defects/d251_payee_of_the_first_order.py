"""#251: the payee is kept in a field of the handler: every order is paid to the first one's payee."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 251
TITLE = "收款人缓存在实例变量里，每一笔都付给第一笔的收款人"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-06P",)

PAYEE = ("Cmp.CrAccNo", "Corp.CrAccName", "Corp.CrBankNo")


def start() -> Handler:
    """One handler for each simulator."""
    return Handler()


class Handler:
    """The payee that came first."""

    def __init__(self) -> None:
        self._payee: dict[str, object] = {}

    def request_document(self, contract: Contract, document: Document) -> Document:
        """The first payee for all."""
        for path in PAYEE if contract.operation == "CFRT02" else ():
            put(document, path, self._payee.setdefault(path, get(document, path)))
        return document
