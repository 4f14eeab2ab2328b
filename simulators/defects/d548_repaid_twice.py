"""#548: one wage is tried again as often as somebody asks."""

from __future__ import annotations

from simulators.defects.wages import forgetting

NUMBER = 548
TITLE = "同一笔失败或退票的可以一再重发"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-43",)
behave = forgetting("once", "repay_wage")
