"""#651: money is paid before the budget is approved, or on any line."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 651
TITLE = "没有批复、不是资本金注入的行也拨"
FAMILY = "capital_budget"
ROLE = "finance"
FINDS = ("SCB-52B",)
behave = forgetting("inject", "state")
