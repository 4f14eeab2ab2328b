"""#652: more than the line has is paid."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 652
TITLE = "累计拨付超过预算行也拨"
FAMILY = "capital_budget"
ROLE = "finance"
FINDS = ("SCB-52",)
behave = forgetting("inject", "line")
