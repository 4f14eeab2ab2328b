"""#364: only what came in is counted."""

from __future__ import annotations

from simulators.defects.statements import Body, amount, lines, saying

NUMBER = 364
TITLE = "库款账户对账单的总笔数只数收入"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-02",)


@saying("writeVoucher 3513")
def request_document(body: Body) -> None:
    """Lines that went out are left out."""
    body["AllNum"] = str(sum(1 for line in lines(body) if amount(line, "PayAmt") == 0))
