"""#599: a month is claimed twice under two numbers."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 599
TITLE = "同一个月份换个编号再申请也收"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-21P",)
behave = forgetting("pay", "period")
