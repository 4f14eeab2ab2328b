"""#725: subtotals are believed."""

from __future__ import annotations

NUMBER = 725
TITLE = "合计不等于各项之和也收"
FAMILY = "government_report"
ROLE = "finance"
FINDS = ("GFR-08", "GFR-08A")
skip = frozenset({"GFR-08", "GFR-08A"})
