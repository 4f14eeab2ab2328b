"""#423: the share of one bank is not looked at."""

from __future__ import annotations

NUMBER = 423
TITLE = "单家中标超过份额上限也收"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-02",)
skip = frozenset({"DEP-02"})
