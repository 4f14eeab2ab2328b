"""#362: all lines of a pack have the first one's number."""

from __future__ import annotations

from simulators.defects.statements import Body, lines, saying

NUMBER = 362
TITLE = "支出对账单一包里的明细编号相同"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-02I",)


@saying("writeVoucher 3512")
def request_document(body: Body) -> None:
    """One number."""
    for line in lines(body):
        line["Id"] = lines(body)[0]["Id"]
