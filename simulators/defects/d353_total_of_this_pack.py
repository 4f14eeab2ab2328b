"""#353: every pack tells the sum of its own lines as the total."""

from __future__ import annotations

from decimal import Decimal

from simulators.defects.statements import Body, amount, lines, saying, written

NUMBER = 353
TITLE = "总金额只是本包的金额"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-02A",)


@saying("writeVoucher 3507")
def request_document(body: Body) -> None:
    """What is in this pack."""
    body["AllAmt"] = written(sum((amount(line, "PayAmt") for line in lines(body)), Decimal(0)))
