"""#358: what was cleared is still in the balance."""

from __future__ import annotations

from simulators.defects.statements import Body, amount, lines, saying, written

NUMBER = 358
TITLE = "额度余额没有减去本日清算"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-04",)


@saying("writeVoucher 3510")
def request_document(body: Body) -> None:
    """Too much is left."""
    for line in lines(body):
        line["CurDateMoney"] = written(amount(line, "PreDateMoney") + amount(line, "ClearAmt"))
