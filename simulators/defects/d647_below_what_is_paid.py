"""#647: a line is cut below what was paid on it."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 647
TITLE = "预算行调到已拨以下也收"
FAMILY = "capital_budget"
ROLE = "finance"
FINDS = ("SCB-46",)
behave = forgetting("budget", "paid")
