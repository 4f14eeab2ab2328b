"""#363: what went out of the account is not taken off the balance."""

from __future__ import annotations

from decimal import Decimal

from simulators.defects.statements import Body, amount, lines, saying, written

NUMBER = 363
TITLE = "库款账户余额没有减去支出"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-04D",)


@saying("writeVoucher 3513")
def request_document(body: Body) -> None:
    """Too much is left."""
    gone = sum((amount(line, "PayAmt") for line in lines(body)), Decimal(0))
    body["AcctAmt"] = written(Decimal(body["AcctAmt"]) + gone)
