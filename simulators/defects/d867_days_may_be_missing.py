"""#867: any day may follow any other."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 867
TITLE = "日报缺一天、同一天来两张也收"
FAMILY = "treasury_income"
ROLE = "finance"
FINDS = ("SCB-31D",)
behave = forgetting("take_income", "turn")
