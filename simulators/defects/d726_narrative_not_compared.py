"""#726: the narrative may say another amount."""

from __future__ import annotations

NUMBER = 726
TITLE = "文字部分的万元数与表内不符也收"
FAMILY = "government_report"
ROLE = "finance"
FINDS = ("GFR-09",)
skip = frozenset({"GFR-09"})
