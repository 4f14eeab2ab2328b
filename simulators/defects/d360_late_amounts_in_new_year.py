"""#360: what still belongs to the old year stands in January's statement."""

from __future__ import annotations

from simulators.defects.statements import Body, lines, saying

NUMBER = 360
TITLE = "整理期里补记上年度的收入混进新年度的对账单"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-04E",)


@saying("writeVoucher 3511")
def request_document(body: Body) -> None:
    """In January the first line is of the year before."""
    if body["EndDate"][4:6] == "01" and lines(body):
        lines(body)[0]["StYear"] = str(int(body["StYear"]) - 1)
