"""#311: the vault reads a voucher and writes it anew before it hands it out: equal, and no longer what was signed."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get

NUMBER = 311
TITLE = "凭证解析后重新生成再交出，字节与写入时不同"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("TV-10",)


def reply(contract: Contract, request: Document, document: Document) -> Document:
    """Without the bytes in which it came, it is written as the vault writes."""
    bodies = get(document, "out.VoucherBody")
    for body in bodies if contract.operation == "readVoucherAgain" and isinstance(bodies, list) else ():
        body["Voucher"] = dict(body["Voucher"])
    return document
