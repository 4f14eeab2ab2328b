"""#827: a guarantee may end before the liability does, and may be for less than the cash."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 827
TITLE = "保函早于责任期满到期、金额不足也换"
FAMILY = "investment_retention"
ROLE = "finance"
FINDS = ("INV-44", "INV-44A")
behave = forgetting("guarantee", "validity", "amount")
