"""#650: the payee is not held against the approved line."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 650
TITLE = "收款人不是批复的企业也拨"
FAMILY = "capital_budget"
ROLE = "finance"
FINDS = ("SCB-51",)
behave = forgetting("inject", "payee")
