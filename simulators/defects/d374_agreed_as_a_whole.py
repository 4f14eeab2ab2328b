"""#374: the answer says agreed, whatever its lines say."""

from __future__ import annotations

from simulators.defects.statements import Body, saying

NUMBER = 374
TITLE = "有不符的明细，对账结果仍写相符"
FAMILY = "treasury_recon"
ROLE = "checker"
FINDS = ("TR-03A",)


@saying("writeVoucher 5513")
def request_document(body: Body) -> None:
    """Always."""
    body["XCheckResult"] = "0"
