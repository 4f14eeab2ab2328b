"""#720: assets need not equal liabilities and net assets."""

from __future__ import annotations

NUMBER = 720
TITLE = "资产不等于负债加净资产的报表也收"
FAMILY = "government_report"
ROLE = "finance"
FINDS = ("GFR-01", "GFR-01A")
skip = frozenset({"GFR-01", "GFR-01A"})
