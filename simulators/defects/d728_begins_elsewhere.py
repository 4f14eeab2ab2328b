"""#728: a year may begin with other amounts than the one before ended with."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 728
TITLE = "年初数与上年年末数不符又没有说明也收"
FAMILY = "government_report"
ROLE = "finance"
FINDS = ("GFR-03",)
behave = forgetting("submit", "before")
