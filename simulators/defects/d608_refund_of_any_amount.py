"""#608: the amount of a refund or a receipt is not compared with the voucher."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 608
TITLE = "退款、回单的金额不等于凭证金额也入账"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-31F",)
behave = forgetting("refund", "amount")
