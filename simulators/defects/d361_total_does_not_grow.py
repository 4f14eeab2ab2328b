"""#361: the total of the year is what came today."""

from __future__ import annotations

from simulators.defects.statements import Body, lines, saying

NUMBER = 361
TITLE = "支出累计等于本期，不累计"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-04C",)


@saying("writeVoucher 3512")
def request_document(body: Body) -> None:
    """One column twice."""
    for line in lines(body):
        line["SumPayAmt"] = line["CurPayAmt"]
