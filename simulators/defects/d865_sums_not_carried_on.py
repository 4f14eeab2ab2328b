"""#865: totals of the year are believed."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 865
TITLE = "累计不与上一张核对，少一行、重一行都看不出来"
FAMILY = "treasury_income"
ROLE = "finance"
FINDS = ("SCB-31",)
behave = forgetting("take_income", "sums")
