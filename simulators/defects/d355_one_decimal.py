"""#355: amounts lose their last digit."""

from __future__ import annotations

from simulators.defects.statements import Body, lines, saying

NUMBER = 355
TITLE = "退付对账单的金额只写一位小数"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-05",)


@saying("writeVoucher 3509")
def request_document(body: Body) -> None:
    """Cut."""
    for line in lines(body):
        line["PayAmt"] = line["PayAmt"][:-1]
