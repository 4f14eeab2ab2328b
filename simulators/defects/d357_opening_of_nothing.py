"""#357: every day of quotas opens at nothing."""

from __future__ import annotations

from simulators.defects.statements import Body, amount, lines, saying, written

NUMBER = 357
TITLE = "额度余额每天从零起，不接上一日的余额"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-04A",)


@saying("writeVoucher 3510")
def request_document(body: Body) -> None:
    """As if there had been no day before."""
    for line in lines(body):
        line["PreDateMoney"] = "0.00"
        line["CurDateMoney"] = written(amount(line, "ClearAmt") - amount(line, "CurReckMoney"))
