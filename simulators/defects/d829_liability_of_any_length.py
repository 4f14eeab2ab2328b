"""#829: the liability is as long as the sheet says, and ends when it says."""

from __future__ import annotations

NUMBER = 829
TITLE = "责任期超过 24 个月、最后一天与竣工日期对不上也登记"
FAMILY = "investment_retention"
ROLE = "finance"
FINDS = ("INV-42M", "INV-42E")
skip = frozenset({"INV-42M", "INV-42E"})
