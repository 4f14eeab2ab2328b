"""#727: accounts that must be empty at the end of the year are not looked at."""

from __future__ import annotations

NUMBER = 727
TITLE = "应结平的科目还有余额也收"
FAMILY = "government_report"
ROLE = "finance"
FINDS = ("GFR-04",)
skip = frozenset({"GFR-04"})
