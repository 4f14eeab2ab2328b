"""#422: the awards are not added up."""

from __future__ import annotations

NUMBER = 422
TITLE = "中标总额少于应中标的也收"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-01A",)
skip = frozenset({"DEP-01A"})
