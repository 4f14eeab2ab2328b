"""#421: the order of the bids is not looked at."""

from __future__ import annotations

NUMBER = 421
TITLE = "利率低的先中标也收"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-01B",)
skip = frozenset({"DEP-01B"})
