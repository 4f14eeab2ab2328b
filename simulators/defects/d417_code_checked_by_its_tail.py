"""#417: the bank looks a pay code up by its last twelve digits."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 417
TITLE = "核验缴款码只送后十二位、后面补零"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-34L",)


def request_document(contract: Contract, document: Document) -> Document:
    """A column that is too short."""
    if contract.operation == "CXJK02":
        put(document, "body.PayCode", str(get(document, "body.PayCode"))[-12:].ljust(20, "0"))
    return document
