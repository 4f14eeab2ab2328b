"""#575: the sources of money are not added up."""

from __future__ import annotations

NUMBER = 575
TITLE = "资金来源之和与概算差一分也收"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-03",)
skip = frozenset({"INV-03"})
