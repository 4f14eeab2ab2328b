"""#645: an approved budget is told anew as if it had not been approved."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 645
TITLE = "批复以后还收年初预算"
FAMILY = "capital_budget"
ROLE = "finance"
FINDS = ("SCB-44T",)
behave = forgetting("budget", "kind")
