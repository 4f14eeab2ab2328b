"""#641: less than the ratio goes out to the general budget."""

from __future__ import annotations

NUMBER = 641
TITLE = "调出一般公共预算不到规定比例也收"
FAMILY = "capital_budget"
ROLE = "finance"
FINDS = ("SCB-42",)
skip = frozenset({"SCB-42"})
