"""#635: the rows of a receipt are not added up."""

from __future__ import annotations

NUMBER = 635
TITLE = "缴款书各科目之和对不上也入账"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-21", "SCB-21D")
skip = frozenset({"SCB-21", "SCB-21D"})
