"""#644: whoever comes last wins, whatever version it knew."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 644
TITLE = "不看依据的版本，后报的盖掉先报的"
FAMILY = "capital_budget"
ROLE = "finance"
FINDS = ("SCB-45",)
behave = forgetting("budget", "version")
