"""#440: deposits below the minimum are taken."""

from __future__ import annotations

NUMBER = 440
TITLE = "低于起存金额照开"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-33C",)
skip = frozenset({"DEP-33C"})
