"""#627: a second declaration for the same year and kind stands beside the first."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 627
TITLE = "同一企业、年度、种类再来一份申报也收"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-04",)
behave = forgetting("declare", "one")
