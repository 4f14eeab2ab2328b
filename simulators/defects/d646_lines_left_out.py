"""#646: the total before is not compared, and lines vanish."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 646
TITLE = "上一版的合计不核对，行少了也收"
FAMILY = "capital_budget"
ROLE = "finance"
FINDS = ("SCB-44",)
behave = forgetting("budget", "total")
