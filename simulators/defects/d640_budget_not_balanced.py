"""#640: a budget that does not balance is taken."""

from __future__ import annotations

NUMBER = 640
TITLE = "预算不平衡也收"
FAMILY = "capital_budget"
ROLE = "finance"
FINDS = ("SCB-41",)
skip = frozenset({"SCB-41"})
