"""#911: the details of a voucher are made before the new payee is put into the form, so they name the payee of the one before."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put, spread

NUMBER = 911
TITLE = "写入的直接支付凭证，明细里的收款账号是上一张的"
FAMILY = "treasury_voucher"
ROLE = "member"
FINDS = ("TV-11P",)
BODY = "voucher.VoucherBody.Voucher"


def start() -> Form:
    """One form for each simulator."""
    return Form()


class Form:
    """The payee of the voucher before."""

    def __init__(self) -> None:
        self._payee = ""

    def request_document(self, contract: Contract, document: Document) -> Document:
        """The main part is right."""
        if contract.operation != "writeVoucher 5201":
            return document
        before, self._payee = self._payee, str(get(document, f"{BODY}.PayeeAcctNo"))
        for place, _ in list(spread(document, f"{BODY}.DetailList.Detail[].PayeeAcctNo")) if before else ():
            put(document, place, before)
        return document
