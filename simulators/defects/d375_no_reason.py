"""#375: nobody is told why."""

from __future__ import annotations

from simulators.defects.statements import Body, lines, saying

NUMBER = 375
TITLE = "不符的明细没有写原因"
FAMILY = "treasury_recon"
ROLE = "checker"
FINDS = ("TR-03B",)


@saying("writeVoucher 5513")
def request_document(body: Body) -> None:
    """The column is not filled."""
    for line in lines(body):
        line.pop("XCheckReason", None)
