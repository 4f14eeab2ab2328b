"""#869: counts, totals and the time of late reports are not looked at."""

from __future__ import annotations

NUMBER = 869
TITLE = "笔数、合计、库存四数和整理期的日期都不核对"
FAMILY = "treasury_income"
ROLE = "finance"
FINDS = ("SCB-31A", "SCB-31B", "SCB-33A", "TR-04")
skip = frozenset(FINDS)
