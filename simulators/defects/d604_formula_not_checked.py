"""#604: the amount is not worked out once more."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 604
TITLE = "申请金额与计量、扣款对不上也收"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-22",)
behave = forgetting("pay", "formula")
