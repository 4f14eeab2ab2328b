"""#722: net assets change without a reason."""

from __future__ import annotations

NUMBER = 722
TITLE = "净资产的变动与本年盈余和其他变动对不上也收"
FAMILY = "government_report"
ROLE = "finance"
FINDS = ("GFR-05",)
skip = frozenset({"GFR-05"})
