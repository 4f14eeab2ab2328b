"""#724: the table of differences does not reconcile."""

from __future__ import annotations

NUMBER = 724
TITLE = "本年盈余与预算结余的差异表对不上也收"
FAMILY = "government_report"
ROLE = "finance"
FINDS = ("GFR-07",)
skip = frozenset({"GFR-07"})
