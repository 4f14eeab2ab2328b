"""#381: pay codes and subjects are not looked at."""

from __future__ import annotations

NUMBER = 381
TITLE = "不核对缴款码的位数、重复和科目"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-31B", "LAND-31A", "LAND-31C")
skip = frozenset({"LAND-31B", "LAND-31A", "LAND-31C"})
