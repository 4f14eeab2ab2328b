"""#643: a line is listed twice."""

from __future__ import annotations

NUMBER = 643
TITLE = "同一行列两次也收"
FAMILY = "capital_budget"
ROLE = "finance"
FINDS = ("SCB-43D",)
skip = frozenset({"SCB-43D"})
