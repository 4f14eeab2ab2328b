"""#703: money moves without its parallel entry."""

from __future__ import annotations

NUMBER = 703
TITLE = "付零余额额度、动资金结存没有平行记账也收"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-34",)
skip = frozenset({"GFR-34"})
