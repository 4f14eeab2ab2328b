"""#721: the surplus is believed."""

from __future__ import annotations

NUMBER = 721
TITLE = "本年盈余不等于收入减费用也收"
FAMILY = "government_report"
ROLE = "finance"
FINDS = ("GFR-02",)
skip = frozenset({"GFR-02"})
