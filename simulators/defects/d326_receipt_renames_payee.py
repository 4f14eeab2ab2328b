"""#326: the receipt carries the payee's name as the bank has it, not as the voucher has it."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 326
TITLE = "回单里的收款人名称换成银行自己的简称"
FAMILY = "treasury_voucher"
ROLE = "member"
FINDS = ("TV-03",)
AT = "voucher.VoucherBody.Voucher"


def request_document(contract: Contract, document: Document) -> Document:
    """The name loses its tail."""
    if contract.operation == "saveStampVoucher 8202":
        name = str(get(document, f"{AT}.PayeeAcctName"))
        put(document, f"{AT}.PayeeAcctName", name[:-2] if len(name) > 3 else f"{name}行")
    return document
