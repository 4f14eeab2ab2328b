"""#329: all details of a voucher have the number of the first."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get

NUMBER = 329
TITLE = "明细编号都取第一条的"
FAMILY = "treasury_voucher"
ROLE = "member"
FINDS = ("TV-02A",)
AT = "voucher.VoucherBody.Voucher"


def request_document(contract: Contract, document: Document) -> Document:
    """One number for all."""
    if contract.operation == "writeVoucher 5201":
        rows = get(document, f"{AT}.DetailList.Detail")
        for row in rows if isinstance(rows, list) else ():
            row["Id"] = rows[0]["Id"]
    return document
