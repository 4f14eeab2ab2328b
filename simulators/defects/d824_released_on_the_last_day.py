"""#824: money goes back on the last day of the liability."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 824
TITLE = "责任期的最后一天就退还"
FAMILY = "investment_retention"
ROLE = "finance"
FINDS = ("INV-42",)
behave = forgetting("release", "last day")
