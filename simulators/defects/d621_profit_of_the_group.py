"""#621: a base that is not what the statement gives is taken as it comes."""

from __future__ import annotations

NUMBER = 621
TITLE = "计缴基数不核对，用合并报表的净利润也收"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-01", "SCB-01Z")
skip = frozenset({"SCB-01", "SCB-01Z"})
