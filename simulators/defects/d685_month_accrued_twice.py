"""#685: a month may be accrued again."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 685
TITLE = "一个月可以再计提一次"
FAMILY = "land_appropriation"
ROLE = "treasury"
FINDS = ("LAND-61E",)
behave = forgetting("accrue", "month")
