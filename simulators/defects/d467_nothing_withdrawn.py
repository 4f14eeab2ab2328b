"""#467: a withdrawal of nothing is granted."""

from __future__ import annotations

NUMBER = 467
TITLE = "支取 0.00 也办，白换一张证实书"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-37",)
skip = frozenset({"DEP-37"})
