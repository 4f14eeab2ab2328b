"""#617: vouchers are issued before the audit."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 617
TITLE = "没有审核通过就开凭证"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-33V",)
behave = forgetting("vouchers", "state")
