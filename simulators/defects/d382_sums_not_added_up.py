"""#382: sums and counts are believed."""

from __future__ import annotations

NUMBER = 382
TITLE = "不核对合计金额与笔数"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-32A", "LAND-32B", "LAND-37A")
skip = frozenset({"LAND-32A", "LAND-32B", "LAND-37A"})
