"""#424: the pledge is not compared with the award."""

from __future__ import annotations

NUMBER = 424
TITLE = "质押面值不足也收"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-03",)
skip = frozenset({"DEP-03"})
