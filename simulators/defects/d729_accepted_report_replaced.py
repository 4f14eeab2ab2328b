"""#729: an accepted report is replaced by a new version."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 729
TITLE = "审核通过以后再报也收，锁定的数变了"
FAMILY = "government_report"
ROLE = "finance"
FINDS = ("GFR-10",)
behave = forgetting("submit", "state")
